import type { Figure, Finding } from './study.js';

/**
 * What a figure gave in several runs, as the table of the guide shows it: median, least and greatest, and in how many it raised the alarm;
 * bold if in most.
 */
export function cell(runs: readonly Finding[], digits: number): string {
  const values = runs.map(({ value }) => value).sort((a, b) => a - b);
  const shown = (value: number) => value.toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1');
  const median = (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
  const alarms = runs.filter(({ alarm }) => alarm).length;
  const count = `${alarms} of ${runs.length}`;
  return `${shown(median)} (${shown(values[0]!)} to ${shown(values.at(-1)!)}), ${2 * alarms > runs.length ? `**${count}**` : count}`;
}

/** Decimals of each figure. */
export const digits: Readonly<Record<Figure, number>> = {
  modes: 0,
  frechet: 2,
  kernelDistance: 3,
  precision: 2,
  recall: 2,
  density: 2,
  coverage: 2,
  oneNearestNeighbour: 2,
  memorisation: 1,
};
