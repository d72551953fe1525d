/** A piece of linear memory: in use, or free and linked into the list of its size class. */
export interface Block {
  /** Byte offset, a multiple of 64. */
  readonly offset: number;
  /** Bytes, a multiple of 64. */
  size: number;
  free: boolean;
  /** The neighbours by address. */
  before: Block | undefined;
  after: Block | undefined;
  /** The neighbours in the free list. */
  previous: Block | undefined;
  next: Block | undefined;
}

const GRANULE = 64; // a cache line, so that no kernel ever meets an unaligned start
const SUBDIVISIONS = 8; // classes per power of two: at most one eighth of a block is waste
const CLASSES = 200; // enough for 4 GiB

/**
 * Two-level segregated fit (Masmano, Ripoll, Crespo, Real 2004) over one growing range of addresses: allocating and freeing take
 * constant time, and neighbouring free blocks become one. The blocks are JS objects, so a block carries its own address and nothing
 * of the bookkeeping lies in the memory it manages.
 */
export class Allocator {
  /** Bytes in use, rounding included. */
  live = 0;
  /** The largest value `live` has had. */
  peak = 0;

  private readonly lists: (Block | undefined)[] = new Array(CLASSES).fill(undefined);
  private readonly occupied = new Int32Array(Math.ceil(CLASSES / 32)); // one bit a class: its list is not empty
  private last: Block | undefined;
  private end: number;

  /**
   * @param start - The first byte that may be given out.
   * @param end - The end of the memory there is.
   * @param grow - Makes the memory larger by at least so many bytes, and returns its new end. Throws if it can't.
   */
  constructor(
    start: number,
    end: number,
    private readonly grow: (bytes: number) => number,
  ) {
    const first = Math.ceil(start / GRANULE) * GRANULE;
    this.end = first;
    this.extend(end);
  }

  /** Returns a block of at least `bytes` bytes, its contents undefined. */
  allocate(bytes: number): Block {
    const size = roundUp(bytes);
    let block = this.find(size);
    if (!block) {
      const tail = this.last?.free ? this.last.size : 0;
      this.extend(this.grow(size - tail));
      block = this.find(size);
      if (!block) throw new Error(`Allocator: expected ${size} bytes after growing, got none.`);
    }
    this.unlink(block);
    if (block.size - size >= GRANULE) this.split(block, size);
    block.free = false;
    this.live += block.size;
    if (this.live > this.peak) this.peak = this.live;
    return block;
  }

  /** Gives a block back. */
  release(block: Block): void {
    if (block.free) throw new Error(`Allocator: expected a block in use, got the free one at ${block.offset}.`);
    this.live -= block.size;
    block.free = true;
    let merged = block;
    const { before, after } = block;
    if (after?.free) {
      this.unlink(after);
      this.absorb(block, after);
    }
    if (before?.free) {
      this.unlink(before);
      this.absorb(before, block);
      merged = before;
    }
    this.link(merged);
  }

  /** Adds the memory up to `newEnd`: to the last block if that is free, else as a block of its own. */
  private extend(newEnd: number): void {
    const size = Math.floor((newEnd - this.end) / GRANULE) * GRANULE;
    if (size <= 0) return;
    const { last } = this;
    if (last?.free) {
      this.unlink(last);
      last.size += size;
      this.link(last);
    } else {
      const block: Block = { offset: this.end, size, free: true, before: last, after: undefined, previous: undefined, next: undefined };
      if (last) last.after = block;
      this.last = block;
      this.link(block);
    }
    this.end += size;
  }

  /** A free block of at least `size` bytes, itself a class size, so that every block of its class will do. */
  private find(size: number): Block | undefined {
    const wanted = classOf(size);
    let word = wanted >> 5;
    let bits = (this.occupied[word] ?? 0) & (-1 << (wanted & 31));
    while (bits === 0) {
      word++;
      if (word >= this.occupied.length) return undefined;
      bits = this.occupied[word] ?? 0;
    }
    return this.lists[(word << 5) + 31 - Math.clz32(bits & -bits)];
  }

  private split(block: Block, size: number): void {
    const rest: Block = {
      offset: block.offset + size,
      size: block.size - size,
      free: true,
      before: block,
      after: block.after,
      previous: undefined,
      next: undefined,
    };
    if (block.after) block.after.before = rest;
    else this.last = rest;
    block.after = rest;
    block.size = size;
    this.link(rest);
  }

  private absorb(block: Block, after: Block): void {
    block.size += after.size;
    block.after = after.after;
    if (after.after) after.after.before = block;
    else this.last = block;
  }

  private link(block: Block): void {
    const index = classOf(block.size);
    const head = this.lists[index];
    block.previous = undefined;
    block.next = head;
    if (head) head.previous = block;
    this.lists[index] = block;
    this.occupied[index >> 5] = (this.occupied[index >> 5] ?? 0) | (1 << (index & 31));
  }

  private unlink(block: Block): void {
    const { previous, next } = block;
    if (next) next.previous = previous;
    if (previous) {
      previous.next = next;
      return;
    }
    const index = classOf(block.size);
    this.lists[index] = next;
    if (!next) this.occupied[index >> 5] = (this.occupied[index >> 5] ?? 0) & ~(1 << (index & 31));
  }
}

/** The class whose smallest size is the largest one not above `size`. */
function classOf(size: number): number {
  const granules = Math.floor(size / GRANULE);
  if (granules < SUBDIVISIONS) return granules;
  const exponent = 31 - Math.clz32(granules);
  return (exponent - 2) * SUBDIVISIONS + ((granules >> (exponent - 3)) & (SUBDIVISIONS - 1));
}

/** The smallest class size that holds `bytes`. */
function roundUp(bytes: number): number {
  const granules = Math.max(1, Math.ceil(bytes / GRANULE));
  if (granules < SUBDIVISIONS) return granules * GRANULE;
  const step = 2 ** (28 - Math.clz32(granules)); // 2^(exponent - 3)
  return Math.ceil(granules / step) * step * GRANULE;
}
