import type { ColdStart } from './results.js';
import { summarize } from './statistics.js';
import { type Candidate, start } from './systems.js';
import type { Work } from './works.js';

/** Steps after the first, so that a step is captured and replayed before the memory is read. */
const STEPS = 5;

/**
 * Starts a system so many times anew for each work, and takes the times to its first step and the memory at its peak. Systems that cannot do a
 * work, or take longer than `slowMs` for its first step, are left out.
 */
export async function coldStarts(
  candidates: readonly Candidate[],
  works: readonly Work[],
  times: number,
  slowMs: number,
): Promise<ColdStart[]> {
  const found: ColdStart[] = [];
  for (const work of works) {
    for (const candidate of candidates) {
      const starts: Start[] = [];
      for (let i = 0; i < times; i++) {
        const one = await coldStart(candidate, work, slowMs);
        if (!one) break;
        starts.push(one);
      }
      if (starts.length > 0) found.push({ work: work.name, system: candidate.name, n: starts.length, ...middle(starts) });
    }
  }
  return found;
}

type Start = Pick<ColdStart, 'firstStepMs' | 'peakBytes' | 'readyMs' | 'tfjsMs'>;

async function coldStart(candidate: Candidate, { kind, options }: Work, slowMs: number): Promise<Start | undefined> {
  const begin = performance.now();
  const system = await start(candidate);
  try {
    const first = await system.ask({ kind, options, turnMs: 0 });
    const firstStepMs = performance.now() - begin;
    if (!('ms' in first) || firstStepMs > slowMs) return undefined;
    for (let step = 0; step < STEPS; step++) await system.ask({ kind, options, turnMs: 0 });
    const memory = await system.ask({ kind: 'memory', turnMs: 0 });
    return 'bytes' in memory ? { tfjsMs: system.tfjsMs, readyMs: system.readyMs, firstStepMs, peakBytes: memory.bytes } : undefined;
  } finally {
    system.stop();
  }
}

/** The median of each figure. */
function middle(starts: readonly Start[]): Start {
  const median = (of: (one: Start) => number) => summarize(starts.map(of)).medianMs;
  return {
    tfjsMs: starts[0]?.tfjsMs === undefined ? undefined : median(({ tfjsMs }) => tfjsMs as number),
    readyMs: median(({ readyMs }) => readyMs),
    firstStepMs: median(({ firstStepMs }) => firstStepMs),
    peakBytes: median(({ peakBytes }) => peakBytes),
  };
}
