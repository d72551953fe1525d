import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Block } from './memory/allocator.js';
import { LinearMemory } from './memory/linear-memory.js';
import { Stored } from './memory/stored.js';
import type { WasmExports } from './wasm/exports.generated.js';
import { loadWasm, type WasmBuild } from './wasm/load.js';

type DataId = tf.DataId;
type Values = tf.backend_util.BackendValues;

/** What `tf.memory()` says under the genlab backend, beside what tfjs counts itself. */
export interface GenlabMemoryInfo {
  /** The numbers are exact. */
  unreliable: false;
  /** Bytes of linear memory that tensors hold, rounding included. */
  liveBytes: number;
  /** The largest number of bytes that tensors and scratch space have held at once. */
  peakBytes: number;
  /** Bytes of linear memory there are, used or free. WebAssembly memory never shrinks. */
  reservedBytes: number;
}

/**
 * The storage of the genlab backend. It is a CPU backend to the tfjs CPU kernels, which read its tensors as typed arrays, and linear memory
 * to our own kernels, which ask for pointers.
 *
 * Two rules keep the typed arrays of a running CPU kernel valid. Memory is only taken by our kernels and outside of kernels, so it
 * never grows inside a CPU kernel (growing detaches every view). Memory is only given back when the outermost kernel ends:
 * some CPU kernels read inputs they have disposed of.
 */
export class GenlabBackend extends MathBackendCPU {
  private readonly linear: LinearMemory;
  private readonly stored: tf.DataStorage<Stored>;
  private readonly freed: Block[] = [];
  private depth = 0;
  /** Told of every outermost kernel that has run and its milliseconds, while a profile is taken. */
  onKernel: ((kernelName: string, ms: number) => void) | undefined;

  private constructor(
    /** The functions of the WebAssembly module. */
    readonly exports: WasmExports,
    /** Which build of the kernels runs. */
    readonly build: WasmBuild,
    linear: LinearMemory,
  ) {
    super();
    this.linear = linear;
    this.stored = new tf.DataStorage<Stored>(this, tf.engine());
    this.data = this.stored as unknown as MathBackendCPU['data'];
  }

  /** Compiles the kernels and makes a backend with a memory of its own. */
  static async create(build: WasmBuild): Promise<GenlabBackend> {
    const linear = new LinearMemory();
    const exports = await loadWasm(build, linear.memory);
    linear.reserve(exports.heapBase());
    return new GenlabBackend(exports, build, linear);
  }

  /** Runs a kernel; what it frees is given back when the outermost one ends. */
  run<Result>(kernelFunc: () => Result, kernelName = ''): Result {
    this.depth++;
    const start = this.onKernel && this.depth === 1 ? performance.now() : undefined;
    try {
      return kernelFunc();
    } finally {
      this.depth--;
      if (start !== undefined) this.onKernel?.(kernelName, performance.now() - start);
      if (this.depth === 0 && this.freed.length > 0) {
        for (const block of this.freed) this.linear.allocator.release(block);
        this.freed.length = 0;
      }
    }
  }

  /** The byte offset of a tensor's data in linear memory. Moves it there first if it is elsewhere. */
  pointer(info: tf.TensorInfo): number {
    const stored = this.stored.get(info.dataId);
    return stored.dtype === info.dtype ? stored.resident() : this.converted(stored, info.dtype);
  }

  /** A fresh tensor with undefined contents, and the byte offset of its data. */
  output(shape: number[], dtype: tf.DataType): { info: tf.TensorInfo; pointer: number } {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), 1);
    const pointer = stored.reserve().offset;
    return { info: { dataId: this.register(stored), shape, dtype }, pointer };
  }

  /** Another tensor on the same data: what a reshape is. */
  share(info: tf.TensorInfo, shape: number[] = info.shape, dtype: tf.DataType = info.dtype): tf.TensorInfo {
    this.incRef(info.dataId);
    return { dataId: info.dataId, shape, dtype };
  }

  /** The byte offset of so many bytes with undefined contents, the kernel's until it ends. */
  scratch(bytes: number): number {
    const block = this.linear.allocator.allocate(bytes);
    this.freed.push(block);
    return block.offset;
  }

  /** Copies numbers such as shapes and strides into scratch memory, as int32, and returns their byte offset. */
  scratchIntegers(values: readonly number[]): number {
    const offset = this.scratch(values.length * 4);
    new Int32Array(this.linear.memory.buffer, offset, values.length).set(values);
    return offset;
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): DataId {
    return this.place(values, tf.util.sizeFromShape(shape), dtype, 1);
  }

  override move(dataId: DataId, values: Values, shape: number[], dtype: tf.DataType, refCount: number): void {
    if (dtype === 'complex64') {
      // They come interleaved, but live here as two tensors.
      const { real, imag } = tf.backend_util.splitRealAndImagArrays(values as Float32Array);
      const stored = new Stored(this.linear, dtype, 0, refCount);
      stored.complexTensorInfos = { real: this.makeTensorInfo(shape, 'float32', real), imag: this.makeTensorInfo(shape, 'float32', imag) };
      this.register(stored, dataId);
      return;
    }
    this.place(values, tf.util.sizeFromShape(shape), dtype, refCount, dataId);
  }

  /** Returns a copy, always: a view of linear memory would change under its reader. */
  override readSync(dataId: DataId): Values {
    const { dtype, complexTensorInfos, values } = this.stored.get(dataId);
    if (dtype === 'complex64' && complexTensorInfos) {
      const real = this.readSync(complexTensorInfos.real.dataId) as Float32Array;
      const imag = this.readSync(complexTensorInfos.imag.dataId) as Float32Array;
      return tf.backend_util.mergeRealAndImagArrays(real, imag);
    }
    return tf.util.convertBackendValuesAndArrayBuffer((values as Float32Array).slice(), dtype);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.stored.has(dataId)) return true;
    const stored = this.stored.get(dataId);
    stored.refCount--;
    if (!force && stored.refCount > 0) return false;
    if (stored.complexTensorInfos) {
      this.disposeData(stored.complexTensorInfos.real.dataId, true);
      this.disposeData(stored.complexTensorInfos.imag.dataId, true);
    }
    this.stored.delete(dataId);
    if (stored.block) {
      if (this.depth > 0) this.freed.push(stored.block);
      else this.linear.allocator.release(stored.block);
    }
    return true;
  }

  override memory(): GenlabMemoryInfo & ReturnType<MathBackendCPU['memory']> {
    const { live, peak } = this.linear.allocator;
    return { unreliable: false, reasons: [], liveBytes: live, peakBytes: peak, reservedBytes: this.linear.size };
  }

  /** The CPU kernels cast bool to int32 and int32 to float32 by sharing the data under another dtype: what our kernels need is a copy. */
  private converted(stored: Stored, dtype: tf.DataType): number {
    const copy = new Stored(this.linear, dtype, stored.length, 1, stored.values);
    const pointer = copy.resident();
    if (copy.block) this.freed.push(copy.block);
    return pointer;
  }

  private register(stored: Stored, dataId: DataId = {}): DataId {
    this.stored.set(dataId, stored);
    return dataId;
  }

  private place(values: Values | undefined, length: number, dtype: tf.DataType, refCount: number, dataId?: DataId): DataId {
    const numeric = dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
    const stored = new Stored(this.linear, dtype, length, refCount, this.owned(values));
    if (values && numeric && this.depth === 0) stored.resident();
    return this.register(stored, dataId);
  }

  /** Some CPU kernels (Slice) return a subarray of their input, which must not outlive the input's place in linear memory. */
  private owned(values: Values | undefined): Values | undefined {
    return ArrayBuffer.isView(values) && values.buffer === this.linear.memory.buffer ? (values as Float32Array).slice() : values;
  }
}
