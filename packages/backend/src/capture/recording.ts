import type { backend_util } from '@tensorflow/tfjs-core';
import { isNumeric, type NumericType } from '../dtypes.js';
import { Allocator, type Block } from '../memory/allocator.js';
import type { BlockSource } from '../memory/linear-memory.js';
import type { Stored } from '../memory/stored.js';
import { type Call, callOf, notingExports, type Task } from '../threads/pool.js';
import type { WasmExports } from '../wasm/exports.generated.js';

/** What a step uploads or looks up: written once, the same at every replay. */
export interface Constant {
  readonly block: Block;
  readonly bytes: Uint8Array;
}

/**
 * What one run of a step does: the calls of WASM functions in their order, in an arena of its own, so that the same run has the same
 * addresses. The step runs as ever; what can't be replayed is noted as the reason why not.
 */
export class Recording implements BlockSource {
  /** Jobs in their order; the calls of one task of one job are made by one thread. */
  readonly jobs: Task[][] = [];
  /** Calls that fill tables, which are made once. */
  readonly tables: (readonly number[])[] = [];
  /** Data that lived before, and was read. */
  readonly read = new Set<Stored>();
  /** Data that was made, and lives. */
  readonly made = new Set<Stored>();
  /** Words that are -1 unless something is wrong. */
  readonly errorWords: number[] = [];
  /** Why it can't be replayed, if it can't. */
  failure: string | undefined;

  private readonly arena: Allocator;
  private readonly held: Block[] = [];
  private serial: Task | undefined;
  private nextConstant = 0;

  /**
   * @param outer - The allocator of all other memory.
   * @param space - The arena.
   * @param known - The constants: those of the recording before, if this is to be `again` the same, else an empty list, to which it adds.
   */
  constructor(
    private readonly outer: BlockSource,
    private readonly space: Block,
    private readonly known: {
      readonly constants: Constant[];
      readonly again: boolean;
      readonly write: (block: Block, bytes: Uint8Array) => void;
    },
  ) {
    this.arena = new Allocator(space.offset, space.offset + space.size, () => {
      throw new RangeError('arena');
    });
  }

  fail(reason: string): void {
    this.failure ??= reason;
  }

  /** Notes that data is read. */
  reads(stored: Stored): void {
    if (!stored.block) this.fail('it runs a kernel of tfjs in JavaScript');
    if (!this.made.has(stored)) this.read.add(stored);
  }

  /** Notes that data is made. */
  makes(stored: Stored): void {
    this.made.add(stored);
  }

  /** Notes data whose values come from JavaScript: a number that the step uploads, or what a CPU kernel makes without reading a tensor. */
  uploads(stored: Stored, values: backend_util.BackendValues | undefined): void {
    const { dtype } = stored;
    if (!values || !isNumeric(dtype) || this.failure !== undefined) this.fail('it runs a kernel of tfjs in JavaScript');
    else stored.moved(this.constant(bytesOf(values as ArrayLike<number>, dtype)), false);
    this.makes(stored);
  }

  /** The functions of a module, which note their calls as they are made. */
  exports(exports: WasmExports): WasmExports {
    return notingExports(exports, (call) => {
      if (!this.makesTable(call, exports)) this.make(call, exports);
    });
  }

  /** Makes the call at once and not at every replay, if all it does is write a table. */
  makesTable(call: Call, exports: WasmExports): boolean {
    if (callOf(call) !== 'writeOffsets') return false;
    this.tables.push(call);
    exports.writeOffsets(...(call.slice(1) as Parameters<WasmExports['writeOffsets']>));
    return true;
  }

  /** Makes a call, and notes it. */
  private make(call: Call, exports: WasmExports): void {
    (exports[callOf(call)] as (...args: readonly number[]) => void)(...call.slice(1));
    if (!this.serial) {
      this.serial = [];
      this.jobs.push([this.serial]);
    }
    this.serial.push(call);
  }

  /** Notes a job that was done. */
  job(tasks: Task[]): void {
    this.serial = undefined;
    this.jobs.push(tasks);
  }

  allocate(bytes: number): Block {
    try {
      return this.arena.allocate(bytes);
    } catch {
      this.fail('it takes more memory than the run before');
      return this.outer.allocate(bytes);
    }
  }

  release(block: Block): void {
    if (this.contains(block)) this.arena.release(block);
    // A table or a constant is kept; what lived before may be needed by the replay's first calls, and is released at the end.
    else if (!this.isConstant(block)) this.held.push(block);
  }

  /** Whether a block is the recording's own, and no place for what outlives it. */
  lends(block: Block): boolean {
    return this.contains(block) || this.isConstant(block);
  }

  private contains({ offset }: Block): boolean {
    return offset >= this.space.offset && offset < this.space.offset + this.space.size;
  }

  private isConstant(block: Block): boolean {
    return this.known.constants.some((constant) => constant.block === block);
  }

  /** A place for what is the same in every run. `bytes` is what will stand there, or as many bytes if tables tell. */
  constant(bytes: Uint8Array): Block {
    const { constants, again, write } = this.known;
    if (again) {
      const known = constants[this.nextConstant++];
      if (known && known.bytes.length === bytes.length && known.bytes.every((byte, i) => byte === bytes[i])) return known.block;
      this.fail('it uploads a number that is not the same at every step, and does not come from the context');
    }
    const block = this.outer.allocate(bytes.length);
    constants.push({ block, bytes });
    write(block, bytes);
    return block;
  }

  /** A word of its own that is -1 unless something is wrong. */
  errorWord(): number {
    const { offset } = this.constant(new Uint8Array(Int32Array.of(-1).buffer));
    this.errorWords.push(offset);
    return offset;
  }

  /** Releases what was held back. */
  end(): void {
    for (const block of this.held) this.outer.release(block);
    this.held.length = 0;
  }
}

/** The bytes of an array of numbers in a dtype. */
function bytesOf(values: ArrayLike<number>, dtype: NumericType): Uint8Array {
  const typed = dtype === 'float32' ? Float32Array.from(values) : dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
  return new Uint8Array(typed.buffer);
}
