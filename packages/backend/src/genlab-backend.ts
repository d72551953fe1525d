import * as tf from '@tensorflow/tfjs-core';
import { CapturedStep, type Step } from './capture/captured-step.js';
import type { Block } from './memory/allocator.js';
import { LinearMemory } from './memory/linear-memory.js';
import { Stored } from './memory/stored.js';
import { TensorStorage } from './tensor-storage.js';
import { ThreadPool } from './threads/pool.js';
import { workerStarter } from './threads/worker.js';
import { Calls, type Cut } from './wasm/calls.js';
import type { WasmExports } from './wasm/exports.generated.js';
import { instantiate, loadModule, type WasmBuild } from './wasm/load.js';

/**
 * The genlab backend, as kernels and captured steps use it: byte offsets of tensors, scratch space, the functions of the WebAssembly
 * module. What tfjs asks of a backend is in `TensorStorage`.
 */
export class GenlabBackend extends TensorStorage {
  private constructor(
    /** Which build of the kernels runs. */
    readonly build: WasmBuild,
    linear: LinearMemory,
    /** How WASM functions are called: on how many threads, and whether they are recorded. */
    readonly calls: Calls,
  ) {
    super(linear);
  }

  /** Compiles the kernels and makes a backend with a memory of its own. */
  static async create(build: WasmBuild): Promise<GenlabBackend> {
    const shared = workerStarter() !== undefined;
    const module = await loadModule(build, shared);
    const linear = new LinearMemory(shared);
    const exports = await instantiate(module, linear.memory);
    const control = Math.ceil(exports.heapBase() / 64) * 64;
    linear.reserve(control + ThreadPool.bytes(exports, shared));
    return new GenlabBackend(build, linear, new Calls(exports, linear, new ThreadPool(module, linear, exports, control)));
  }

  /** Ends the threads. */
  override dispose(): void {
    this.calls.stop();
  }

  /** The threads that share the work, with this one: 1 to 8. Always 1 where there can be no workers. */
  get threads(): number {
    return this.calls.threads;
  }

  set threads(threads: number) {
    this.calls.threads = workerStarter() ? threads : 1;
  }

  /** Makes a captured step of a step: see `CapturedStep`. */
  capture<Batch extends object, Context extends object, Logs extends Record<string, tf.Tensor>>(
    step: Step<Batch, Context, Logs>,
  ): CapturedStep<Batch, Context, Logs> {
    return new CapturedStep(this, step);
  }

  /** A tensor of the engine's on data at a given place, which stays somebody else's. */
  tensorAt(block: Block, { shape, dtype }: Pick<tf.TensorInfo, 'shape' | 'dtype'>): tf.Tensor {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), 1);
    stored.moved(block, true);
    return tf.engine().makeTensorFromTensorInfo({ dataId: this.register(stored), shape, dtype }, this);
  }

  /** Runs a kernel; what it frees is given back when the outermost one ends. */
  run<Result>(kernelFunc: () => Result, kernelName = ''): Result {
    return this.scope.run(kernelFunc, kernelName);
  }

  /** The functions of the WebAssembly module. */
  get exports(): WasmExports {
    return this.calls.exports;
  }

  /** Cuts a range into parts, which all threads share: see `Calls.inParts`. */
  inParts(count: number, cut: Cut, run: (start: number, size: number) => void): void {
    this.calls.inParts(count, cut, run);
  }

  /** The byte offset of a tensor's data in linear memory. Moves it there first if it is elsewhere. */
  pointer(info: tf.TensorInfo): number {
    const stored = this.dataOf(info);
    this.linear.recording?.reads(stored);
    if (stored.block && stored.dtype === info.dtype) return stored.block.offset;
    try {
      return stored.dtype === info.dtype ? stored.resident() : this.converted(stored, info.dtype);
    } catch (error) {
      throw this.linear.explained(error, `a ${info.dtype} tensor of shape [${info.shape}]`);
    }
  }

  /**
   * A fresh tensor with undefined contents, and the byte offset of its data.
   *
   * @param over - An input that the kernel may write over, element by element: its owner replaces it by the output. So a captured step
   * updates its variables where they are.
   */
  output(shape: number[], dtype: tf.DataType, over?: tf.TensorInfo): { info: tf.TensorInfo; pointer: number } {
    const { recording } = this.linear;
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), 1);
    const old = over && recording && this.dataOf(over);
    if (old?.borrowed && old.refCount === 1) stored.moved(old.block as Block, true);
    else this.reserve(stored, shape);
    recording?.makes(stored);
    return { info: { dataId: this.register(stored), shape, dtype }, pointer: (stored.block as Block).offset };
  }

  /** Another tensor on the same data: what a reshape is. */
  share(info: tf.TensorInfo, shape: number[] = info.shape, dtype: tf.DataType = info.dtype): tf.TensorInfo {
    this.incRef(info.dataId);
    return { dataId: info.dataId, shape, dtype };
  }

  /** The byte offset of so many bytes with undefined contents, the kernel's until it ends. */
  scratch(bytes: number): number {
    try {
      const block = this.linear.source.allocate(bytes);
      this.scope.release(block);
      return block.offset;
    } catch (error) {
      throw this.linear.explained(error, `${bytes.toLocaleString('en')} bytes of scratch space of a kernel`);
    }
  }

  /** Scratch memory for what depends on shapes alone, and is written by nothing but `writeOffsets`. */
  scratchTable(bytes: number): number {
    const { recording } = this.linear;
    return recording ? recording.constant(new Uint8Array(bytes)).offset : this.scratch(bytes);
  }

  /** Copies numbers such as shapes and strides into scratch memory, as int32, and returns their byte offset. */
  scratchIntegers(values: readonly number[]): number {
    const { memory, recording } = this.linear;
    if (recording) return recording.constant(new Uint8Array(Int32Array.from(values).buffer)).offset;
    const offset = this.scratch(values.length * 4);
    new Int32Array(memory.buffer, offset, values.length).set(values);
    return offset;
  }

  /** The byte offset of a word, -1, where a function of WASM writes which index is wrong; a captured step throws then, too. */
  errorWord(): number {
    return this.linear.recording ? this.linear.recording.errorWord() : this.scratchIntegers([-1]);
  }

  /** The int32 that stands at a byte offset. */
  integerAt(pointer: number): number {
    return new Int32Array(this.linear.memory.buffer, pointer, 1)[0] as number;
  }

  /** The CPU kernels cast bool to int32 and int32 to float32 by sharing the data under another dtype: what our kernels need is a copy. */
  private converted(stored: Stored, dtype: tf.DataType): number {
    const copy = new Stored(this.linear, dtype, stored.length, 1, stored.values);
    const pointer = copy.resident();
    if (copy.block) this.scope.release(copy.block);
    return pointer;
  }
}
