import { probabilityOfFall } from './binomial.js';

/** The death of a class during training. */
export interface Death {
  /** Which class. */
  readonly class: number;
  /** The step of the first evaluation that found it dead. */
  readonly since: number;
  /** The step of the first evaluation that found it back for good; absent if it stayed dead. */
  readonly until?: number;
  /** Its share of the samples while it lived, 0 to 1. */
  readonly before: number;
  /** Its share of the samples while it was dead, 0 to 1. */
  readonly after: number;
}

/** What became of one class. */
export interface Lives {
  readonly deaths: readonly Death[];
  /** Its state at the end. `'doubtful'`: it lived, lacks in the last evaluation, and that is not enough to call it dead. */
  readonly state: 'alive' | 'dead' | 'never' | 'doubtful';
}

/** The record of one class, an entry per evaluation. */
export interface Track {
  readonly class: number;
  readonly steps: readonly number[];
  readonly counts: readonly number[];
  readonly totals: readonly number[];
  readonly alive: readonly boolean[];
}

/**
 * Follows one class through its evaluations. It lives from the first run of `patience` evaluations that find it alive; a run of as many
 * that find it dead is a death if the fall in share, from the life before to that run, is less likely than `level` under a constant share.
 */
export function falls({ class: k, steps, counts, totals, alive }: Track, patience: number, level: number): Lives {
  const sum = (list: readonly number[], from: number, to: number) => list.slice(from, to).reduce((total, value) => total + value, 0);
  const runs = runsOf(alive);
  const deaths: Death[] = [];
  let birth: number | undefined;
  let death: { since: number; before: number } | undefined;
  for (const { from, to, alive: lives } of runs) {
    if (to - from < patience) continue;
    if (lives) {
      if (death) deaths.push({ ...named(death.since, death.before, from), until: steps[from]! });
      if (death || birth === undefined) birth = from;
      death = undefined;
    } else if (birth !== undefined && !death) {
      const life = [sum(counts, birth, from), sum(totals, birth, from)] as const;
      if (probabilityOfFall(...life, sum(counts, from, to), sum(totals, from, to)) < level)
        death = { since: from, before: life[0] / life[1] };
    }
  }
  if (death) deaths.push(named(death.since, death.before, steps.length));
  const state = death ? 'dead' : alive.at(-1) ? 'alive' : birth === undefined ? 'never' : 'doubtful';
  return { deaths, state };

  function named(since: number, before: number, end: number): Death {
    return { class: k, since: steps[since]!, before, after: sum(counts, since, end) / sum(totals, since, end) };
  }
}

/** Maximal runs of equal values, `to` exclusive. */
function runsOf(alive: readonly boolean[]): { from: number; to: number; alive: boolean }[] {
  const runs: { from: number; to: number; alive: boolean }[] = [];
  alive.forEach((value, i) => {
    const last = runs.at(-1);
    if (last && last.alive === value) last.to = i + 1;
    else runs.push({ from: i, to: i + 1, alive: value });
  });
  return runs;
}
