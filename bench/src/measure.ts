import { setTimeout } from 'node:timers/promises';
import type { System } from './systems.js';

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly system: string;
  readonly medianMs: number;
  readonly minMs: number;
  /** This system's median over genlab's of the same work: above 1 where genlab is faster. */
  readonly ratioToGenlab: number;
}

const WARM_UP_MS = 1_000;
/** Before each repetition: the threads of the system before may go on spinning for some milliseconds, on a core that is wanted now. */
const PAUSE_MS = 100;

/**
 * Times each work on each system in turn, A B C, B C A, C A B, so that a machine that slows down slows all of them.
 *
 * @param repetitions counted repetitions of each; a second of uncounted ones goes before them
 * @param onProgress called with a line before each work
 */
export async function measure(
  systems: readonly System[],
  works: readonly string[],
  repetitions: number,
  onProgress: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, work] of works.entries()) {
    onProgress(`${index + 1}/${works.length} ${work}`);
    const times = new Map<System, number[]>();
    for (const system of systems) await warmUp(system, work);
    for (let round = 0; round < repetitions; round++) {
      for (const [turn] of systems.entries()) {
        const system = systems[(round + turn) % systems.length] as System;
        await setTimeout(PAUSE_MS);
        const ms = await system.time(work);
        if (ms !== undefined) times.set(system, [...(times.get(system) ?? []), ms]);
      }
    }
    const reference = median(times.get(systems[0] as System) ?? []);
    for (const [system, ms] of times) {
      const medianMs = median(ms);
      rows.push({ work, system: system.name, medianMs, minMs: Math.min(...ms), ratioToGenlab: medianMs / reference });
    }
  }
  return rows;
}

/** Repeats a work for a second, so that engines have compiled it with their optimising compilers before it counts. */
async function warmUp(system: System, work: string): Promise<void> {
  for (let total = 0; total < WARM_UP_MS; ) {
    const ms = await system.time(work);
    if (ms === undefined) return;
    total += Math.max(ms, 0.1);
  }
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
}
