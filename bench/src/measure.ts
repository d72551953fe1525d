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

/**
 * Times each work on each system in turn, A B C A B C, so that a machine that slows down slows all of them.
 *
 * @param repetitions counted repetitions of each; one more goes before them, uncounted
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
    for (let round = -1; round < repetitions; round++) {
      for (const system of systems) {
        const ms = await system.time(work);
        if (round >= 0 && ms !== undefined) times.set(system, [...(times.get(system) ?? []), ms]);
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

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2;
}
