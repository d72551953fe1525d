import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure, Finding } from './study.js';

const guide = fileURLToPath(new URL('../../../../docs/guides/metrics.md', import.meta.url));
const [begin, end] = ['<!-- known-truth: begin -->', '<!-- known-truth: end -->'];

/** A figure as the table shows it: value, interval, bold where it raises the alarm. */
export function cell({ value, interval, alarm }: Finding, digits: number): string {
  const shown = value.toFixed(digits);
  const range = interval ? ` (${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)})` : '';
  return `${alarm ? `**${shown}**` : shown}${range}`.replace(/-(0(\.0+)?)(?=[^.\d]|$)/g, '$1');
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

/** The table that stands in the guide, as rows of cells. */
export function tableInGuide(): string[][] {
  const text = readFileSync(guide, 'utf8');
  const table = text.slice(text.indexOf(begin) + begin.length, text.indexOf(end));
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').slice(1, -1).map((part) => part.trim())); // biome-ignore format: one line, one thought
}

/** Puts a table in its place. */
export function writeTable(rows: readonly (readonly string[])[]): void {
  const text = readFileSync(guide, 'utf8');
  const [head, ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const table = [head, `|${' --- |'.repeat(rows[0]!.length)}`, ...body].join('\n');
  writeFileSync(guide, `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`);
}
