import type { Recording } from '../capture/recording.js';
import { Allocator, type Block } from './allocator.js';

const PAGE = 65_536;
const GUARD = 64; // kernels may read a vector past the last tensor
const INITIAL_PAGES = 256; // 16 MiB
const MAXIMUM_PAGES = 65_536; // 4 GiB

/** Thrown where memory cannot grow any more, by who does not know what it is for. */
class OutOfMemory extends RangeError {
  constructor(bytes: number) {
    super(`genlab: expected ${bytes.toLocaleString('en')} bytes more, got none.`);
  }
}

/** Where blocks of memory come from and go to. */
export interface BlockSource {
  allocate(bytes: number): Block;
  release(block: Block): void;
}

/** The backend's WebAssembly memory with its allocator, growing in steps of at least 16 MiB or an eighth of what there is. */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  /** The recording of a step that is going on: it takes down what is done with the memory, and has blocks of its own. */
  recording: Recording | undefined;
  /** Set by `reserve`, once the module's own part is known. */
  allocator: Allocator = new Allocator(0, 0, (bytes) => this.grow(bytes));

  /** @param shared - Whether other threads can be given the memory. */
  constructor(shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared });
  }

  /** Leaves the first `bytes` bytes to the WebAssembly module. */
  reserve(bytes: number): void {
    this.allocator = new Allocator(bytes, this.size - GUARD, (more) => this.grow(more));
  }

  /** What blocks are taken of at present. */
  get source(): BlockSource {
    return this.recording ?? this.allocator;
  }

  /** The bytes of the memory, used or not. */
  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /** What was thrown, or, where there was no memory, one sentence that says for what. */
  explained(error: unknown, what: string): unknown {
    if (!(error instanceof OutOfMemory)) return error;
    const count = (bytes: number) => bytes.toLocaleString('en');
    return new RangeError(
      `genlab: expected memory for ${what}, got none: ${count(this.allocator.live)} bytes are live of ${count(this.size)}, and ` +
        'there can be 4 GiB at most. Dispose of tensors (tf.tidy, tf.memory()) or use a smaller batch.',
      { cause: error },
    );
  }

  private grow(bytes: number): number {
    const needed = Math.ceil(bytes / PAGE);
    const comfortable = Math.max(needed, INITIAL_PAGES, Math.floor(this.size / PAGE / 8));
    for (const pages of comfortable > needed ? [comfortable, needed] : [needed]) {
      try {
        this.memory.grow(pages);
        return this.size - GUARD;
      } catch {
        // Try the smaller step, then give up below.
      }
    }
    throw new OutOfMemory(bytes);
  }
}
