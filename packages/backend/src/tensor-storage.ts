import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { isNumeric } from './dtypes.js';
import { KernelScope } from './kernel-scope.js';
import type { LinearMemory } from './memory/linear-memory.js';
import { Stored } from './memory/stored.js';

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
 * The tensors of the genlab backend, as tfjs sees them: a CPU backend, whose kernels in JavaScript read typed arrays. They are views of
 * linear memory.
 *
 * Two rules keep them valid while such a kernel runs. Memory is only taken by our kernels and outside of kernels, so it never grows
 * inside a CPU kernel (growing detaches every view). Memory is only given back when the outermost kernel ends: some CPU kernels read
 * inputs they have disposed of.
 */
export class TensorStorage extends MathBackendCPU {
  /** What kernels need until the outermost one ends. */
  readonly scope: KernelScope;
  private readonly stored: tf.DataStorage<Stored>;

  /** @param linear - Where all tensors lie. */
  constructor(readonly linear: LinearMemory) {
    super();
    this.stored = new tf.DataStorage<Stored>(this, tf.engine());
    this.data = this.stored as unknown as MathBackendCPU['data'];
    this.scope = new KernelScope(linear, (dataId) => this.disposeData(dataId, true));
  }

  /** Where and how a tensor's data is kept. */
  dataOf({ dataId }: Pick<tf.TensorInfo, 'dataId'>): Stored {
    return this.stored.get(dataId);
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): DataId {
    return this.put(values, shape, dtype, 1);
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
    this.put(values, shape, dtype, refCount, dataId);
  }

  /** Returns a copy, always: a view of linear memory would change under its reader. */
  override readSync(dataId: DataId): Values {
    this.linear.recording?.fail('it reads a tensor');
    const { dtype, complexTensorInfos, values } = this.stored.get(dataId);
    if (dtype === 'complex64' && complexTensorInfos) {
      const real = this.readSync(complexTensorInfos.real.dataId) as Float32Array;
      const imag = this.readSync(complexTensorInfos.imag.dataId) as Float32Array;
      return tf.backend_util.mergeRealAndImagArrays(real, imag);
    }
    return tf.util.convertBackendValuesAndArrayBuffer((values as Float32Array).slice(), dtype);
  }

  /** As `readSync`, into an array of the same type and length. */
  readInto(dataId: DataId, into: Float32Array | Int32Array | Uint8Array): void {
    this.linear.recording?.fail('it reads a tensor');
    into.set(this.stored.get(dataId).values as Float32Array);
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
    this.linear.recording?.made.delete(stored);
    if (stored.block && !stored.borrowed) this.scope.release(stored.block);
    return true;
  }

  override memory(): GenlabMemoryInfo & ReturnType<MathBackendCPU['memory']> {
    const { live, peak } = this.linear.allocator;
    return { unreliable: false, reasons: [], liveBytes: live, peakBytes: peak, reservedBytes: this.linear.size };
  }

  /** Makes data known, under an id of its own or one that tfjs has given it. */
  protected register(stored: Stored, dataId: DataId = {}): DataId {
    this.scope.makes(dataId);
    this.stored.set(dataId, stored);
    return dataId;
  }

  /** Gives data its place in linear memory. */
  protected reserve(stored: Stored, shape: readonly number[]): void {
    try {
      stored.reserve();
    } catch (error) {
      throw this.linear.explained(error, `a ${stored.dtype} tensor of shape [${shape}], ${stored.bytes.toLocaleString('en')} bytes`);
    }
  }

  /** Keeps values: in linear memory, but those of a CPU kernel's output in JavaScript until a kernel of ours asks for them. */
  private put(values: Values | undefined, shape: number[], dtype: tf.DataType, refCount: number, dataId?: DataId): DataId {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), refCount, this.owned(values));
    if (this.linear.recording) this.linear.recording.uploads(stored, values);
    else if (values && isNumeric(dtype) && !this.scope.active) {
      this.reserve(stored, shape);
      stored.fill(values);
    }
    return this.register(stored, dataId);
  }

  /** Some CPU kernels (Slice) return a subarray of their input, which must not outlive the input's place in linear memory. */
  private owned(values: Values | undefined): Values | undefined {
    return ArrayBuffer.isView(values) && values.buffer === this.linear.memory.buffer ? (values as Float32Array).slice() : values;
  }
}
