import type { DataId } from '@tensorflow/tfjs-core';
import type { Block } from './memory/allocator.js';
import type { LinearMemory } from './memory/linear-memory.js';

/** What ends with the outermost kernel that runs: memory that kernels free, and, if one throws, what it had made. */
export class KernelScope {
  /** Told of every outermost kernel that has run and its milliseconds, while a profile is taken. */
  onKernel: ((kernelName: string, ms: number) => void) | undefined;
  private depth = 0;
  private readonly freed: Block[] = [];
  private readonly made: DataId[] = [];

  /** @param discard - Frees the data of a kernel that threw. */
  constructor(
    private readonly linear: LinearMemory,
    private readonly discard: (dataId: DataId) => void,
  ) {}

  /** Whether a kernel runs. */
  get active(): boolean {
    return this.depth > 0;
  }

  /** Runs a kernel, maybe within another. */
  run<Result>(kernelFunc: () => Result, kernelName: string): Result {
    this.depth++;
    const start = this.onKernel && this.depth === 1 ? performance.now() : undefined;
    try {
      return kernelFunc();
    } catch (error) {
      if (this.depth === 1) for (const dataId of this.made) this.discard(dataId);
      throw error;
    } finally {
      this.depth--;
      if (start !== undefined) this.onKernel?.(kernelName, performance.now() - start);
      if (this.depth === 0) this.end();
    }
  }

  /** Notes data that is to go again if the running kernel throws. */
  makes(dataId: DataId): void {
    if (this.active) this.made.push(dataId);
  }

  /** Gives a block back: when the outermost kernel ends, or at once where none runs. */
  release(block: Block): void {
    if (this.active) this.freed.push(block);
    else this.linear.source.release(block);
  }

  private end(): void {
    this.made.length = 0;
    if (this.freed.length === 0) return;
    for (const block of this.freed) this.linear.source.release(block);
    this.freed.length = 0;
  }
}
