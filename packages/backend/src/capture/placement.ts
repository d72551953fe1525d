import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Block } from '../memory/allocator.js';
import type { Stored } from '../memory/stored.js';

/** Bytes of linear memory, as they stand there. */
export function bytesAt({ linear }: GenlabBackend, { offset }: Pick<Block, 'offset'>, length: number): Uint8Array {
  return new Uint8Array(linear.memory.buffer, offset, length);
}

/** Copies data from one place to another. */
export function copyBytes(backend: GenlabBackend, from: Pick<Block, 'offset'>, to: Pick<Block, 'offset'>, length: number): void {
  bytesAt(backend, to, length).set(bytesAt(backend, from, length));
}

/** Gives data a block of its own, with the same values. */
export function moveOut(backend: GenlabBackend, stored: Stored): void {
  const block = backend.linear.allocator.allocate(stored.bytes);
  if (stored.block) copyBytes(backend, stored.block, block, stored.bytes);
  stored.moved(block, false);
}

/** A tensor of the caller's with the values that stand at a place. */
export function tensorFrom(backend: GenlabBackend, place: Pick<Block, 'offset'>, like: Pick<tf.TensorInfo, 'shape' | 'dtype'>): tf.Tensor {
  const { info } = backend.output(like.shape, like.dtype);
  const stored = backend.dataOf(info);
  copyBytes(backend, place, stored.block as Block, stored.bytes);
  return tf.engine().makeTensorFromTensorInfo(info, backend);
}
