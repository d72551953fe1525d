import type { Row } from './measure.js';

/** GFLOP/s of one thread of an engine that does nothing but multiply and add in registers, 128 bits at a time. */
export interface Peak {
  readonly simd: number;
  /** With fused multiply-adds; undefined where the engine has none. */
  readonly relaxed?: number;
}

/** A process from its start to its first training steps; milliseconds and bytes. */
export interface ColdStart {
  readonly work: string;
  readonly system: string;
  /** Fresh processes; the times are their medians. */
  readonly n: number;
  /** Loading tfjs; undefined where there is none. */
  readonly tfjsMs?: number;
  /** From the start of the process to ready for work, tfjs included. */
  readonly readyMs: number;
  /** From the start of the process to the end of the first step. */
  readonly firstStepMs: number;
  /** Resident memory at its peak, six steps included. */
  readonly peakBytes: number;
}

/** What a page loads, in bytes after gzip. */
export interface Download {
  readonly what: string;
  readonly bytes: number;
}

/** A whole run, as in results/node-<major>.json. */
export interface Results {
  readonly machine: string;
  readonly date: string;
  readonly node: string;
  readonly minutes: number;
  readonly pace: { readonly turns: number; readonly turnMs: number; readonly warmUpMs: number; readonly budgetMs: number };
  readonly systems: readonly { readonly name: string; readonly about: string; readonly wasmThreads?: number }[];
  readonly absent: readonly string[];
  readonly peak: Peak;
  readonly rows: readonly Row[];
  readonly coldStarts: readonly ColdStart[];
  readonly downloads: readonly Download[];
}
