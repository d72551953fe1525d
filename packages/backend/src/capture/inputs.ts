import * as tf from '@tensorflow/tfjs-core';
import { isNumeric } from '../dtypes.js';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Block } from '../memory/allocator.js';
import { copyBytes } from './placement.js';
import type { Recording } from './recording.js';

/** A function of the context, as the step calls it. */
type ContextFunction = (...args: unknown[]) => unknown;

/** What a step takes from outside: a property of its batch, or what a function of its context returns for these arguments. */
interface Asked {
  readonly name: string;
  readonly args?: unknown[];
}

/** The place of one tensor from outside. */
interface Slot extends Asked, Pick<tf.Tensor, 'shape' | 'dtype'> {
  readonly block: Block;
}

/** What comes into a captured step from outside, at places of its own: the tensors of the batch and those that its context makes. */
export class Inputs {
  private slots: Slot[] = [];
  private signature: string | undefined;

  constructor(private readonly backend: GenlabBackend) {}

  /** Whether a batch is like the first one: the same tensors by name, shape and dtype, and nothing else. */
  fit(batch: object): boolean {
    const signature = JSON.stringify(
      Object.entries(batch).map(([name, value]) => (value instanceof tf.Tensor ? [name, value.shape, value.dtype] : [name, String(value)])),
    );
    this.signature ??= signature;
    return signature === this.signature;
  }

  /**
   * The batch and the context for a recording: the same tensors, at their places.
   *
   * @param again - The step has been recorded, and its inputs are where they belong: none is made.
   */
  recorded<Batch extends object, Context extends object>(
    recording: Recording,
    { batch, context, again }: { batch: Batch; context: Context; again: boolean },
  ): { batch: Batch; context: Context } {
    let count = 0;
    const place = (asked: Asked, make: () => unknown): unknown =>
      again ? this.placeAgain(recording, this.slots[count++], asked, make) : this.placeFirst(recording, asked, make());
    const tensors = Object.entries(batch).map(([name, value]) => [name, value === undefined ? value : place({ name }, () => value)]);
    const functions = Object.entries(context).map(([name, value]) => {
      if (typeof value !== 'function') return [name, value];
      return [name, (...args: unknown[]) => this.outside(() => place({ name, args }, () => value.apply(context, args)))];
    });
    return { batch: Object.fromEntries(tensors), context: Object.fromEntries(functions) };
  }

  /** Makes a place for what is asked for, and the tensor that is there. */
  private placeFirst(recording: Recording, asked: Asked, value: unknown): unknown {
    if (!(value instanceof tf.Tensor) || !isNumeric(value.dtype)) {
      if (value !== undefined) recording.fail(`${asked.name}, of its batch or context, is no tensor of numbers`);
      return value;
    }
    const block = this.backend.linear.allocator.allocate(this.backend.dataOf(value).bytes);
    const slot = { ...asked, shape: value.shape, dtype: value.dtype, block };
    this.slots.push(slot);
    this.put(value, slot);
    return this.backend.tensorAt(block, slot);
  }

  /** The tensor at the place of what is asked for again. */
  private placeAgain(recording: Recording, slot: Slot | undefined, { name, args }: Asked, make: () => unknown): unknown {
    if (slot && slot.name === name && sameArguments(slot.args, args)) return this.backend.tensorAt(slot.block, slot);
    recording.fail('it asks its context for other things than the step before');
    return make();
  }

  /** Does work that is no part of the recording. */
  private outside<Result>(work: () => Result): Result | undefined {
    let result: Result | undefined;
    this.backend.calls.record(undefined, () => {
      result = work();
    });
    return result;
  }

  /** Puts the tensors of a new step at their places. */
  fill(batch: object, context: object): void {
    tf.tidy(() => {
      for (const slot of this.slots) {
        const { name, args } = slot;
        const value = args ? (context as Record<string, ContextFunction>)[name]?.(...args) : (batch as Record<string, unknown>)[name];
        this.put(value as tf.Tensor, slot);
      }
    });
  }

  /** Frees the places. */
  dispose(): void {
    for (const { block } of this.slots) this.backend.linear.allocator.release(block);
    this.slots = [];
  }

  private put(tensor: tf.Tensor, { block, name, shape }: Slot): void {
    if (!tf.util.arraysEqual(tensor.shape, shape)) {
      throw new Error(
        `capture: expected ${name} of shape [${shape}], as at the first step, got [${tensor.shape}]. Give every step the same shapes.`,
      );
    }
    const offset = this.backend.pointer(tensor);
    copyBytes(this.backend, { offset }, block, this.backend.dataOf(tensor).bytes);
  }
}

/**
 * Whether a function of the context is asked for the same: functions among the arguments, such as schedules, may be made anew every step.
 */
function sameArguments(a: unknown[] | undefined, b: unknown[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
