import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { runGenlabKernel } from '../kernels.js';
import { cosineAndSine, logOfFraction } from './elementary.js';
import { philox } from './philox.js';

const { number, optional, record, within } = config;

/** Where an {@link Rng} stands, as plain JSON. */
export interface RngState {
  /** The name of the generator, so that a state is never read by another one. */
  readonly algorithm: 'philox4x32-10';
  /** Two unsigned 32-bit words, from the seed. */
  readonly key: readonly [number, number];
  /** Two unsigned 32-bit words, from the labels of the forks. */
  readonly stream: readonly [number, number];
  /** Blocks of four words taken so far. */
  readonly position: number;
}

/** What {@link forward} asks random numbers of; {@link Rng} and {@link StepContext} are both of this kind. */
export interface Noise {
  /** Standard normal values. */
  normal(shape: readonly number[]): tf.Tensor;
  /** Values in [0, 1). */
  uniform(shape: readonly number[]): tf.Tensor;
}

/** Options of {@link Rng.uniform}. */
export interface UniformOptions {
  /** The smallest value; 0. */
  readonly low?: number;
  /** The smallest number above all values; 1. */
  readonly high?: number;
}

/** Options of {@link Rng.normal}. */
export interface NormalOptions {
  /** 0. */
  readonly mean?: number;
  /** Standard deviation, 0 or more; 1. */
  readonly stddev?: number;
}

const uniformOptions = record<UniformOptions>({ low: optional(number), high: optional(number) });
const normalOptions = record<NormalOptions>({ mean: optional(number), stddev: optional(within({ least: 0 })) });

/**
 * A seeded source of random numbers: Philox4x32-10, counter-based, with streams that fork by label.
 *
 * The same seed gives the same bits in every JavaScript engine and on every backend: normals come from the Box-Muller transform with a
 * logarithm, a sine and a cosine of GenLab's own. Seed 0 is a seed like any other. Two forks of one label are one stream, however much
 * was drawn in between; so a part of a program keeps its numbers when another part changes.
 *
 * @example
 * ```ts
 * import { Rng } from '@genlab/core';
 *
 * const rng = new Rng(7);
 * const order = rng.fork('shuffle').permutation(5); // Int32Array of 0 to 4
 * const again = Rng.from(rng.state()); // goes on where rng stands
 * console.log(order.length, again.number() === rng.number()); // 5 true
 * ```
 *
 * @see Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export class Rng implements Noise {
  readonly #key: readonly [number, number];
  #stream: readonly [number, number] = [0, 0];
  #position = 0;

  /**
   * @param seed An integer in [0, 2^53).
   * @throws RangeError if it is anything else.
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(expected('Rng', 'a seed that is an integer in [0, 2^53)', seed));
    this.#key = [seed >>> 0, Math.floor(seed / 0x1_0000_0000)];
  }

  /**
   * A generator that goes on where a state was taken.
   * @throws TypeError if the state is not one of {@link Rng.state}.
   */
  static from(state: RngState): Rng {
    const words = [...(state?.key ?? []), ...(state?.stream ?? [])];
    const sound =
      words.length === 4 &&
      words.every((word) => word === word >>> 0) &&
      (words[1] as number) < 0x20_0000 &&
      Number.isSafeInteger(state.position) &&
      state.position >= 0;
    if (state?.algorithm !== 'philox4x32-10' || !sound) {
      throw new TypeError(expected('Rng.from', 'a state of a philox4x32-10 generator', state, 'Pass what rng.state() returned.'));
    }
    const rng = new Rng(state.key[0] + state.key[1] * 0x1_0000_0000);
    rng.#stream = [state.stream[0], state.stream[1]];
    rng.#position = state.position;
    return rng;
  }

  /** Where the generator stands, to be kept as JSON. */
  state(): RngState {
    return {
      algorithm: 'philox4x32-10',
      key: [this.#key[0], this.#key[1]],
      stream: [this.#stream[0], this.#stream[1]],
      position: this.#position,
    };
  }

  /**
   * An independent generator named by a label; it starts at its own beginning and leaves this one where it stands.
   * @throws TypeError if the label is no text.
   */
  fork(label: string): Rng {
    config.text(label, 'Rng.fork');
    const fork = new Rng(0);
    // The label is absorbed two characters at a time, with the block function itself as the hash; its length closes it.
    const block = new Uint32Array(4);
    let stream = this.#stream;
    for (let i = 0; i <= label.length; i += 2) {
      const word = i < label.length ? label.charCodeAt(i) + (label.charCodeAt(i + 1) || 0) * 0x10000 : 0;
      philox(block, [this.#key[0] ^ 0x666f726b, this.#key[1] ^ label.length], [word, i / 2, ...stream]);
      stream = [block[0] as number, block[1] as number];
    }
    return Rng.from({ ...fork.state(), key: this.#key, stream });
  }

  /** One number in [0, 1), with 53 random bits. */
  number(): number {
    const [a, b] = this.#words(4) as unknown as [number, number];
    return ((a >>> 5) * 0x400_0000 + (b >>> 6)) / 0x20_0000_0000_0000;
  }

  /**
   * One integer in [0, n).
   * @throws RangeError if n is not an integer in [1, 2^32].
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000)
      throw new RangeError(expected('Rng.integer', 'n to be an integer in [1, 2^32]', n));
    return Math.floor(this.number() * n);
  }

  /**
   * The integers 0 to n - 1 in random order (Fisher and Yates).
   * @throws RangeError if n is not an integer in [0, 2^31).
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n >= 0x8000_0000)
      throw new RangeError(expected('Rng.permutation', 'n to be an integer in [0, 2^31)', n));
    const order = Int32Array.from({ length: n }, (_, i) => i);
    const words = this.#words(2 * n);
    for (let i = n - 1; i > 0; i--) {
      const fraction = ((words[2 * i] as number) * 0x20_0000 + ((words[2 * i + 1] as number) >>> 11)) / 0x20_0000_0000_0000;
      const j = Math.floor(fraction * (i + 1));
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }

  /**
   * Uniform float32 values in [low, high), 24 random bits each; the caller owns the tensor.
   * @throws RangeError if an end is not finite, `low` not below `high`, or the shape none.
   */
  uniform(shape: readonly number[], options: UniformOptions = {}): tf.Tensor {
    const { low = 0, high = 1 } = uniformOptions(options, 'Rng.uniform');
    if (!(low < high)) throw new RangeError(expected('Rng.uniform', 'low < high', { low, high }));
    const size = sizeOf('Rng.uniform', shape);
    const filled = this.#fill('GenlabRandomUniform', shape, size, { low, high });
    if (filled) return filled;
    const values = new Float32Array(size);
    const words = this.#words(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = Math.fround(low + (high - low) * (((words[i] as number) >>> 8) / 0x100_0000));
      values[i] = value < high ? value : low; // Rounding to float32 can reach the open end.
    }
    return tf.tensor(values, shape as number[], 'float32');
  }

  /**
   * Normal float32 values (Box and Muller, 1958); none lies further than 6.7 standard deviations out. The caller owns the tensor.
   * @throws RangeError if an option is not finite, `stddev` negative, or the shape none.
   */
  normal(shape: readonly number[], options: NormalOptions = {}): tf.Tensor {
    const { mean = 0, stddev = 1 } = normalOptions(options, 'Rng.normal');
    const size = sizeOf('Rng.normal', shape);
    const filled = this.#fill('GenlabRandomNormal', shape, size, { mean, stddev });
    if (filled) return filled;
    const values = new Float32Array(size);
    const words = this.#words(values.length + (values.length & 1));
    const circle = new Float64Array(2);
    for (let i = 0; i < values.length; i += 2) {
      const radius = stddev * Math.sqrt(-2 * logOfFraction((words[i] as number) + 1));
      cosineAndSine((words[i + 1] as number) / 0x1_0000_0000, circle);
      values[i] = mean + radius * (circle[0] as number);
      if (i + 1 < values.length) values[i + 1] = mean + radius * (circle[1] as number);
    }
    return tf.tensor(values, shape as number[], 'float32');
  }

  /** The same numbers from a kernel of the active backend, where it has one. */
  #fill(kernel: string, shape: readonly number[], size: number, attrs: Record<string, number>): tf.Tensor | undefined {
    const [key0, key1] = this.#key;
    const [stream0, stream1] = this.#stream;
    const filled = runGenlabKernel(kernel, 'always', {}, { ...attrs, shape, key0, key1, stream0, stream1, position: this.#position });
    if (filled) this.#position += Math.ceil(size / 4);
    return filled?.[0];
  }

  /** At least `n` fresh words: every draw starts at a block of its own, so that the position alone is the state. */
  #words(n: number): Uint32Array {
    const words = new Uint32Array(Math.ceil(n / 4) * 4);
    philox(words, this.#key, [this.#position >>> 0, Math.floor(this.#position / 0x1_0000_0000), ...this.#stream]);
    this.#position += words.length / 4;
    return words;
  }
}

function sizeOf(where: string, shape: readonly number[]): number {
  if (!Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0)) {
    throw new RangeError(expected(where, 'a shape of integers >= 0', shape));
  }
  return shape.reduce((product, n) => product * n, 1);
}
