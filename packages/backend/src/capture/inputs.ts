import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Block } from '../memory/allocator.js';
import { copyBytes } from './placement.js';
import type { Recording } from './recording.js';

/** A function of the context, as the step calls it. */
type ContextFunction = (...args: unknown[]) => unknown;

/** A place for one tensor of the batch or the context, and where that comes from. */
interface Slot extends Pick<tf.Tensor, 'shape' | 'dtype'> {
  readonly block: Block;
  /** A property of the batch, or a function of the context and what it is called with. */
  readonly name: string;
  readonly args?: unknown[];
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
    let next = 0;
    const place = (name: string, args: unknown[] | undefined, make: () => unknown): unknown => {
      const known = this.slots[next];
      if (again) {
        if (known && known.name === name && sameArguments(known.args, args))
          return this.backend.tensorAt(this.slots[next++]?.block as Block, known);
        recording.fail('it asks its context for other things than the step before');
        return make();
      }
      const value = make();
      if (!(value instanceof tf.Tensor) || (value.dtype !== 'float32' && value.dtype !== 'int32' && value.dtype !== 'bool')) {
        if (value !== undefined) recording.fail(`${name}, of its batch or context, is no tensor of numbers`);
        return value;
      }
      const { shape, dtype } = value;
      const slot = {
        name,
        shape,
        dtype,
        block: this.backend.linear.allocator.allocate(this.backend.dataOf(value).bytes),
        ...(args ? { args } : {}),
      };
      this.slots.push(slot);
      next++;
      this.put(value, slot);
      return this.backend.tensorAt(slot.block, slot);
    };
    const outside = (work: () => unknown): unknown => {
      let result: unknown;
      this.backend.calls.record(undefined, () => {
        result = work();
      });
      return result;
    };
    const tensors = Object.entries(batch).map(([name, value]) => [name, place(name, undefined, () => value)]);
    const functions = Object.entries(context).map(([name, value]) =>
      typeof value === 'function'
        ? [name, (...args: unknown[]) => outside(() => place(name, args, () => value.apply(context, args)))]
        : [name, value],
    );
    return { batch: Object.fromEntries(tensors), context: Object.fromEntries(functions) };
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

/** Whether a function of the context is asked for the same: functions among the arguments, such as schedules, may be made anew every step. */
function sameArguments(a: unknown[] | undefined, b: unknown[] | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
