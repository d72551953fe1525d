import { setTimeout } from 'node:timers/promises';
import { type Summary, summarize } from './statistics.js';
import type { System } from './systems.js';
import type { Work } from './works.js';

/** How a work went on a system: its times, and in which way where it had a choice; why there are none; or how long was waited in vain. */
export type Row = { readonly work: string; readonly system: string } & (
  | (Summary & { readonly how?: string })
  | { readonly missing: string }
  | { readonly overMs: number }
);

/** How long is measured. */
export interface Pace {
  /** Turns of each system at each work; 5. */
  readonly turns: number;
  /** How long a turn repeats the work, one time at least; 200. */
  readonly turnMs: number;
  /** Uncounted repetitions before the first turn, so that engines have compiled the work with their optimising compilers; 500. */
  readonly warmUpMs: number;
  /** Once a system has spent this on a work, warm-up included, it gets no further turn; 20,000. */
  readonly budgetMs: number;
}

/** Before each turn: the threads of the system before may go on spinning for some milliseconds, on a core that is wanted now. */
const PAUSE_MS = 50;
/** Uncounted repetitions at least: the first compiles, and a training step is captured in its second and checked in its third. */
const WARM_UP_LEAST = 4;

/**
 * Times each work on each system in turn, A B C, B C A, C A B, so that a machine that slows down slows all of them. A work that
 * uses the budget up while it warms up counts the last time of that: before it a captured step is recorded and checked.
 *
 * @param onProgress called with a line before each work
 */
export async function measure(
  systems: readonly System[],
  works: readonly Work[],
  pace: Pace,
  onProgress: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, work] of works.entries()) {
    onProgress(`${index + 1}/${works.length} ${work.name}`);
    const runs: Run[] = [];
    for (const system of systems) runs.push(await warmUp(system, work, paceOf(system, pace)));
    for (let turn = 0; turn < pace.turns; turn++) {
      for (const [place] of runs.entries()) {
        const run = runs[(turn + place) % runs.length] as Run;
        await take(run, work, paceOf(run.system, pace));
      }
    }
    for (const { system, times, how, failure } of runs) {
      rows.push({ work: work.name, system: system.name, ...(failure ?? { ...summarize(times), how }) });
    }
  }
  return rows;
}

const paceOf = ({ budgetMs = Number.POSITIVE_INFINITY }: System, pace: Pace): Pace => ({
  ...pace,
  budgetMs: Math.min(pace.budgetMs, budgetMs),
});

/** What a system has done of a work. */
interface Run {
  readonly system: System;
  readonly times: number[];
  spentMs: number;
  readonly how?: string;
  failure?: { readonly missing: string } | { readonly overMs: number };
}

async function warmUp(system: System, { kind, options }: Work, { turnMs, warmUpMs, budgetMs }: Pace): Promise<Run> {
  const times: number[] = [];
  let spentMs = 0;
  let how: string | undefined;
  while (spentMs < budgetMs && (spentMs < warmUpMs || times.length < WARM_UP_LEAST)) {
    const answer = await system.ask({ kind, options, turnMs });
    if (!('ms' in answer)) return { system, times: [], spentMs, failure: 'bytes' in answer ? { missing: 'no times' } : answer };
    how = answer.how;
    times.push(...answer.ms);
    spentMs += sum(answer.ms);
  }
  return { system, times: spentMs < budgetMs ? [] : times.slice(-1), spentMs, how };
}

async function take(run: Run, { kind, options }: Work, { turnMs, budgetMs }: Pace): Promise<void> {
  if (run.failure || run.spentMs >= budgetMs) return;
  await setTimeout(PAUSE_MS);
  const answer = await run.system.ask({ kind, options, turnMs });
  if ('overMs' in answer) {
    run.spentMs = Number.POSITIVE_INFINITY;
    if (run.times.length === 0) run.failure = answer;
    return;
  }
  if (!('ms' in answer)) throw new Error(`${run.system.name}: expected times again, got ${JSON.stringify(answer)}.`);
  run.times.push(...answer.ms);
  run.spentMs += sum(answer.ms);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
