import { type MetricInfo, registry } from '../../src/index.js';
import { page } from './page.js';
import type { SizeStudy, SizeTable, Spread } from './sizes.js';

const figures: Readonly<Record<string, MetricInfo>> = registry;

/** The page of a metric. */
export function pageOf(metric: string): string {
  return page(`metrics/${metric}.md`);
}

/** What the registry says of the figures of a metric, as the table of its page. */
export function registryTable(metric: string): string[][] {
  const own = Object.entries(figures).filter(([name]) => name === metric || name.startsWith(`${metric}.`));
  return [
    ['figure', 'best', 'range', 'unit', 'samples', 'paper', 'blind to'],
    ...own.map(([name, info]) => [
      `\`${name}\``,
      best(info),
      info.range.map(bound).join(' to '),
      info.unit === '' ? 'none' : info.unit,
      info.samples.toLocaleString('en-US'),
      info.paper,
      info.blind,
    ]),
  ];
}

function best({ better, target }: MetricInfo): string {
  return { higher: 'high', lower: 'low', target: String(target), real: 'that of real data', neither: 'neither' }[better];
}

function bound(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'infinity';
  return value === Number.NEGATIVE_INFINITY ? '-infinity' : String(Number(value.toFixed(3)));
}

/** The table of a study: a row for each figure and world. */
export function sizesTable({ counts = 'samples a set' }: SizeStudy, sizes: readonly number[], table: SizeTable): string[][] {
  const head = ['figure', counts, ...sizes.map((n) => n.toLocaleString('en-US'))];
  const rows = Object.entries(table).flatMap(([figure, worlds]) =>
    Object.entries(worlds).map(([world, spreads]) => [`\`${figure}\``, world, ...spreads.map((spread) => cell(spread))]),
  );
  return [head, ...rows];
}

/** Median, and least and greatest of the runs where they differ, with three digits of the widest. */
function cell({ median, low, high }: Spread): string {
  const most = Math.max(Math.abs(low), Math.abs(high));
  const digits = most === 0 ? 0 : Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(most))));
  const shown = (value: number) => value.toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1');
  return low === high ? shown(median) : `${shown(median)} (${shown(low)} to ${shown(high)})`;
}
