import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { CapturedStep, type Step } from './capture/captured-step.js';
import type { Recording } from './capture/recording.js';
import { isNumeric, type NumericType } from './dtypes.js';
import type { Block } from './memory/allocator.js';
import { LinearMemory, OutOfMemory } from './memory/linear-memory.js';
import { Stored } from './memory/stored.js';
import { notingExports, type Program, type Task, ThreadPool } from './threads/pool.js';
import { availableThreads, workerStarter } from './threads/worker.js';
import type { WasmExports } from './wasm/exports.generated.js';
import { instantiate, loadModule, type WasmBuild } from './wasm/load.js';

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

/** More parts than threads, so that a thread that is late takes fewer. */
const PARTS_PER_THREAD = 3;
/**
 * The storage of the genlab backend. It is a CPU backend to the tfjs CPU kernels, which read its tensors as typed arrays, and linear memory
 * to our own kernels, which ask for pointers.
 *
 * Two rules keep the typed arrays of a running CPU kernel valid. Memory is only taken by our kernels and outside of kernels, so it
 * never grows inside a CPU kernel (growing detaches every view). Memory is only given back when the outermost kernel ends:
 * some CPU kernels read inputs they have disposed of.
 */
export class GenlabBackend extends MathBackendCPU {
  /** Where all tensors lie. */
  readonly linear: LinearMemory;
  private readonly stored: tf.DataStorage<Stored>;
  private readonly freed: Block[] = [];
  /** What the running kernel has made: gone again if it throws. */
  private readonly made: DataId[] = [];
  private depth = 0;
  /** Told of every outermost kernel that has run and its milliseconds, while a profile is taken. */
  onKernel: ((kernelName: string, ms: number) => void) | undefined;
  /** Takes down what kernels do, while a step is captured. */
  private recording: Recording | undefined;
  private tasks: Task[] = [];
  private readonly noting: WasmExports;
  private readonly direct: WasmExports;
  /** Threads that share the work, with this one: 1 to 8. Results do not depend on it. */
  threads = availableThreads();
  /** The least work of a part: some 15 microseconds, several times what handing it over costs. */
  leastWork = 2 ** 16;

  private constructor(
    /** The functions of the WebAssembly module. While the parts of a job are made up, calls of them are noted and made later. */
    public exports: WasmExports,
    /** Which build of the kernels runs. */
    readonly build: WasmBuild,
    linear: LinearMemory,
    private readonly pool: ThreadPool,
  ) {
    super();
    this.direct = exports;
    this.noting = notingExports(exports, (call) => {
      if (!this.recording?.makesTable(call, this.direct)) this.tasks.at(-1)?.push(call);
    });
    this.linear = linear;
    this.stored = new tf.DataStorage<Stored>(this, tf.engine());
    this.data = this.stored as unknown as MathBackendCPU['data'];
  }

  /** Compiles the kernels and makes a backend with a memory of its own. */
  static async create(build: WasmBuild): Promise<GenlabBackend> {
    const shared = workerStarter() !== undefined;
    const module = await loadModule(build, shared);
    const linear = new LinearMemory(shared);
    const exports = await instantiate(module, linear.memory);
    const control = Math.ceil(exports.heapBase() / 64) * 64;
    linear.reserve(control + ThreadPool.bytes(exports, shared));
    return new GenlabBackend(exports, build, linear, new ThreadPool(module, linear, exports, control));
  }

  /**
   * Cuts a range into parts, whose calls of WASM functions are made at once on all threads, if it is worth it. What the calls of one part
   * write, no other part may read or write. Values must not depend on how the range is cut.
   *
   * @param count - The length of the range.
   * @param work - Of one element: floats moved, or multiplications by four.
   * @param multipleOf - Parts start at multiples of this.
   * @param run - Makes the calls of a part; in order, but maybe after it has returned.
   */
  inParts(
    count: number,
    { work, multipleOf = 1 }: { work: number; multipleOf?: number },
    run: (start: number, size: number) => void,
  ): void {
    const units = Math.ceil(count / multipleOf);
    const parts = Math.min(units, this.threads * PARTS_PER_THREAD, Math.floor((count * work) / this.leastWork));
    // A part within a part is not cut again.
    if (this.threads === 1 || parts < 2 || this.exports === this.noting) {
      run(0, count);
      return;
    }
    this.tasks = [];
    const before = this.exports;
    this.exports = this.noting;
    try {
      for (let part = 0; part < parts; part++) {
        const start = Math.floor((units * part) / parts) * multipleOf;
        const end = Math.min(count, Math.floor((units * (part + 1)) / parts) * multipleOf);
        this.tasks.push([]);
        run(start, end - start);
      }
    } finally {
      this.exports = before;
    }
    this.pool.run(this.tasks, this.threads);
    this.recording?.job(this.tasks);
  }

  /**
   * Does work whose memory is the recording's and whose calls are noted there; or, without one, work outside of the recording that is going
   * on.
   */
  record(recording: Recording | undefined, work: () => void): void {
    const { recording: before, exports, linear } = this;
    const { source, onRead } = linear;
    this.recording = recording;
    this.exports = recording ? recording.exports(this.direct) : this.direct;
    linear.source = recording ?? linear.allocator;
    linear.onRead = recording && (() => recording.fail('it runs a kernel of tfjs in JavaScript'));
    try {
      work();
    } finally {
      this.recording = before;
      this.exports = exports;
      linear.source = source;
      linear.onRead = onRead;
    }
  }

  /** Writes jobs into memory, to be run any number of times. */
  program(jobs: readonly (readonly Task[])[]): Program {
    return this.pool.program(jobs);
  }

  /** Where and how a tensor's data is kept. */
  dataOf({ dataId }: Pick<tf.TensorInfo, 'dataId'>): Stored {
    return this.stored.get(dataId);
  }

  /** A tensor of the engine's on data at a given place, which stays somebody else's. */
  tensorAt(block: Block, { shape, dtype }: Pick<tf.TensorInfo, 'shape' | 'dtype'>): tf.Tensor {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), 1);
    stored.moved(block, true);
    return tf.engine().makeTensorFromTensorInfo({ dataId: this.register(stored), shape, dtype }, this);
  }

  /** Makes a captured step of a step: see `capture`. */
  capture<Batch extends object, Context extends object, Logs extends Record<string, tf.Tensor>>(
    step: Step<Batch, Context, Logs>,
  ): CapturedStep<Batch, Context, Logs> {
    return new CapturedStep(this, step);
  }

  /** Ends the threads. */
  override dispose(): void {
    this.pool.stop();
  }

  /** Runs a kernel; what it frees is given back when the outermost one ends. */
  run<Result>(kernelFunc: () => Result, kernelName = ''): Result {
    this.depth++;
    const start = this.onKernel && this.depth === 1 ? performance.now() : undefined;
    try {
      return kernelFunc();
    } catch (error) {
      if (this.depth === 1) for (const dataId of this.made) this.disposeData(dataId, true);
      throw error;
    } finally {
      this.depth--;
      if (this.depth === 0) this.made.length = 0;
      if (start !== undefined) this.onKernel?.(kernelName, performance.now() - start);
      if (this.depth === 0 && this.freed.length > 0) {
        for (const block of this.freed) this.linear.source.release(block);
        this.freed.length = 0;
      }
    }
  }

  /** The byte offset of a tensor's data in linear memory. Moves it there first if it is elsewhere. */
  pointer(info: tf.TensorInfo): number {
    const stored = this.stored.get(info.dataId);
    this.recording?.reads(stored);
    if (stored.block && stored.dtype === info.dtype) return stored.block.offset;
    try {
      return stored.dtype === info.dtype ? stored.resident() : this.converted(stored, info.dtype);
    } catch (error) {
      throw this.explained(error, `a ${info.dtype} tensor of shape [${info.shape}]`);
    }
  }

  /**
   * A fresh tensor with undefined contents, and the byte offset of its data.
   *
   * @param over - An input that the kernel may write over, element by element: its owner replaces it by the output. So a captured step updates
   * its variables where they are.
   */
  output(shape: number[], dtype: tf.DataType, over?: tf.TensorInfo): { info: tf.TensorInfo; pointer: number } {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), 1);
    const old = over && this.recording && this.stored.get(over.dataId);
    if (old?.borrowed && old.refCount === 1) stored.moved(old.block as Block, true);
    else this.placed(stored, shape);
    this.recording?.makes(stored);
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
      this.freed.push(block);
      return block.offset;
    } catch (error) {
      throw this.explained(error, `${bytes.toLocaleString('en')} bytes of scratch space of a kernel`);
    }
  }

  /** Scratch memory for what depends on shapes alone, and is written by nothing but `writeOffsets`. */
  scratchTable(bytes: number): number {
    return this.recording ? this.recording.constant(new Uint8Array(bytes)).offset : this.scratch(bytes);
  }

  /** The byte offset of a word, -1, where a function of WASM writes which index is wrong; a captured step throws then, too. */
  errorWord(): number {
    return this.recording ? this.recording.errorWord() : this.scratchIntegers([-1]);
  }

  /** The int32 that stands at a byte offset. */
  integerAt(pointer: number): number {
    return new Int32Array(this.linear.memory.buffer, pointer, 1)[0] as number;
  }

  /** Copies numbers such as shapes and strides into scratch memory, as int32, and returns their byte offset. */
  scratchIntegers(values: readonly number[]): number {
    if (this.recording) return this.recording.constant(new Uint8Array(Int32Array.from(values).buffer)).offset;
    const offset = this.scratch(values.length * 4);
    new Int32Array(this.linear.memory.buffer, offset, values.length).set(values);
    return offset;
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): DataId {
    return this.place(values, shape, dtype, 1);
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
    this.place(values, shape, dtype, refCount, dataId);
  }

  /** Returns a copy, always: a view of linear memory would change under its reader. */
  override readSync(dataId: DataId): Values {
    this.recording?.fail('it reads a tensor');
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
    this.recording?.made.delete(stored);
    if (stored.block && !stored.borrowed) {
      if (this.depth > 0) this.freed.push(stored.block);
      else this.linear.source.release(stored.block);
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

  /** Gives a tensor its place. */
  private placed(stored: Stored, shape: readonly number[]): Block {
    try {
      return stored.reserve();
    } catch (error) {
      throw this.explained(error, `a ${stored.dtype} tensor of shape [${shape}], ${stored.bytes.toLocaleString('en')} bytes`);
    }
  }

  /** What was thrown, or, where there was no memory, one sentence that says for what. */
  private explained(error: unknown, what: string): unknown {
    if (!(error instanceof OutOfMemory)) return error;
    const count = (bytes: number) => bytes.toLocaleString('en');
    return new RangeError(
      `genlab: expected memory for ${what}, got none: ${count(this.linear.allocator.live)} bytes are live of ${count(this.linear.size)}, and ` +
        'there can be 4 GiB at most. Dispose of tensors (tf.tidy, tf.memory()) or use a smaller batch.',
      { cause: error },
    );
  }

  private register(stored: Stored, dataId: DataId = {}): DataId {
    if (this.depth > 0) this.made.push(dataId);
    this.stored.set(dataId, stored);
    return dataId;
  }

  private place(values: Values | undefined, shape: number[], dtype: tf.DataType, refCount: number, dataId?: DataId): DataId {
    const stored = new Stored(this.linear, dtype, tf.util.sizeFromShape(shape), refCount, this.owned(values));
    if (this.recording) this.upload(this.recording, stored, values);
    else if (values && isNumeric(dtype) && this.depth === 0) {
      this.placed(stored, shape);
      stored.fill(values);
    }
    return this.register(stored, dataId);
  }

  /** What a recorded step uploads, or a CPU kernel makes without reading a tensor, is the same at every replay. */
  private upload(recording: Recording, stored: Stored, values: Values | undefined): void {
    const { dtype } = stored;
    if (!values || !isNumeric(dtype) || recording.failure !== undefined) recording.fail('it runs a kernel of tfjs in JavaScript');
    else stored.moved(recording.constant(bytesOf(values as ArrayLike<number>, dtype)), false);
    recording.makes(stored);
  }

  /** Some CPU kernels (Slice) return a subarray of their input, which must not outlive the input's place in linear memory. */
  private owned(values: Values | undefined): Values | undefined {
    return ArrayBuffer.isView(values) && values.buffer === this.linear.memory.buffer ? (values as Float32Array).slice() : values;
  }
}

/** The bytes of an array of numbers in a dtype. */
function bytesOf(values: ArrayLike<number>, dtype: NumericType): Uint8Array {
  const typed = dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
  return new Uint8Array(typed.buffer);
}
