import type { backend_util, DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Block } from './allocator.js';
import type { LinearMemory } from './linear-memory.js';

type Values = backend_util.BackendValues;

/**
 * The data of one or more tensors. It lies in linear memory (`block`) or still in a JS array: values of complex64 and string
 * tensors and fresh outputs of the tfjs CPU kernels do. Those kernels see no difference: they read `values`.
 */
export class Stored {
  block: Block | undefined;
  /** Whether the block is somebody else's, and not to be released with the data. */
  borrowed = false;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  private held: Values | undefined;

  constructor(
    private readonly memory: LinearMemory,
    readonly dtype: DataType,
    readonly length: number,
    public refCount: number,
    values?: Values,
  ) {
    this.held = values;
  }

  /** The JS array, or a view of linear memory, which is good until the memory grows. */
  get values(): Values | undefined {
    this.memory.recording?.fail('it runs a kernel of tfjs in JavaScript');
    const { buffer } = this.memory.memory;
    if (!this.block) return this.held;
    if (this.held === undefined || (this.held as Float32Array).buffer !== buffer) this.held = this.view(buffer, this.block.offset);
    return this.held;
  }

  set values(values: Values | undefined) {
    if (this.block) throw new Error('genlab: expected values to be set once, got a second array for data in linear memory.');
    this.held = values;
  }

  /** Bytes of the data in linear memory. */
  get bytes(): number {
    return this.length * (this.dtype === 'bool' ? 1 : 4);
  }

  /** Moves the data into linear memory, unless it is there already, and returns its byte offset. */
  resident(): number {
    if (this.block) return this.block.offset;
    const values = this.held;
    const block = this.reserve();
    this.fill(values);
    return block.offset;
  }

  /** Writes values, or zeros, where data without values has its place. */
  fill(values: Values | undefined): void {
    const { block } = this;
    if (!block) throw new Error('genlab: expected data in linear memory, got none.');
    const view = this.view(this.memory.memory.buffer, block.offset);
    if (values) view.set(values as ArrayLike<number>);
    else view.fill(0);
    this.held = view;
  }

  /** Gives data without values its place in linear memory; what stands there is undefined. */
  reserve(): Block {
    if (this.dtype !== 'float32' && this.dtype !== 'int32' && this.dtype !== 'bool') {
      throw new TypeError(`genlab: expected a tensor of dtype float32, int32 or bool, got ${this.dtype}.`);
    }
    const block = this.memory.source.allocate(this.bytes);
    this.block = block;
    return block;
  }

  /** Says that the data is at another place now. */
  moved(block: Block, borrowed: boolean): void {
    this.block = block;
    this.borrowed = borrowed;
    this.held = undefined;
  }

  private view(buffer: ArrayBuffer, offset: number): Float32Array | Int32Array | Uint8Array {
    if (this.dtype === 'float32') return new Float32Array(buffer, offset, this.length);
    if (this.dtype === 'int32') return new Int32Array(buffer, offset, this.length);
    return new Uint8Array(buffer, offset, this.length);
  }
}
