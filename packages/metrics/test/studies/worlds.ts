import { Rng } from '@genlab/core';
import type { Matrix } from '../../src/index.js';
import { type Eyes, learn } from '../known-truth/eyes.js';
import { type Generator, generators } from '../known-truth/generators.js';
import { type Drawn, draw } from '../known-truth/glyphs.js';
import type { FloatRows } from '../samples-of.js';

/** Sees images through 16 axes of other real ones. */
export const eyes: Eyes = learn(2000, 16, 1);

/** What the memorising generators have learnt. */
export const training: Drawn = draw(600, 99);

/** The generator of a name. */
export function generatorOf(name: string): Generator {
  return generators.find((generator) => generator.name === name)!;
}

/** Features of `n` real letters and of `n` that a generator makes, fresh for each seed. */
export function features(generator: string, n: number, seed: number): { real: Matrix; fake: Matrix } {
  return {
    real: once(`real ${n} ${seed}`, () => draw(n, seed)),
    fake: once(`${generator} ${n} ${seed}`, () => generatorOf(generator).sample(training, n, seed + 1)),
  };
}

const seen = new Map<string, Matrix>();

/** The features of images that are drawn only once, whichever study asks for them first. */
function once(key: string, images: () => Matrix): Matrix {
  const found = seen.get(key) ?? eyes.features(images());
  seen.set(key, found);
  return found;
}

/** Standard normal numbers of a seed, as rows. */
export function normalRows(rows: number, cols: number, seed: number): FloatRows {
  const rng = new Rng(seed).fork('normal');
  const one = () => Math.sqrt(-2 * Math.log(1 - rng.number())) * Math.cos(2 * Math.PI * rng.number());
  return { data: Float64Array.from({ length: rows * cols }, one), rows, cols };
}

/**
 * Rows that follow a class: the same noise about another centre for each of `classes`, `apart` standard deviations from one another along
 * axes of their own.
 */
export function classRows(n: number, { classes, cols, apart, seed }: { classes: number; cols: number; apart: number; seed: number }) {
  const rng = new Rng(seed).fork('classes');
  const labels = Int32Array.from({ length: n }, () => rng.integer(classes));
  const noise = normalRows(n, cols, seed);
  const x: Matrix = { ...noise, data: Float64Array.from(noise.data, (value, i) => value + (labels[Math.floor(i / cols)] === i % cols ? apart / Math.SQRT2 : 0)) }; // biome-ignore format: one thought
  return { x, labels };
}

/**
 * Drum bars of 16 steps and 9 instruments: a beat of the genre drawn, its cells kept with probability 0.85, and a stray onset in one cell
 * of 30.
 */
export function bars(n: number, seed: number): FloatRows {
  const rng = new Rng(seed).fork('bars');
  const data = new Float64Array(n * 144);
  for (let bar = 0; bar < n; bar++) {
    const genre = rng.integer(5);
    for (let cell = 0; cell < 144; cell++) {
      const [step, instrument] = [Math.floor(cell / 9), cell % 9];
      const beat = (step + genre * instrument) % (instrument < 2 ? 4 : 2 + genre) === 0 && instrument <= 3 + (genre % 2);
      data[bar * 144 + cell] = rng.number() < (beat ? 0.85 : 1 / 30) ? 1 : 0;
    }
  }
  return { data, rows: n, cols: 144 };
}
