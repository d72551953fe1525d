import { config } from '@genlab/core';
import type { TopLevelSpec } from 'vega-lite';
import { callable, size, texts } from '../readers.js';
import { drawSvg, type Svg } from './svg.js';

/** What {@link heatMap} draws. */
export interface HeatMapOptions {
  /** Names of the rows, from the top. */
  readonly rows: readonly string[];
  /** Names of the columns, from the left. */
  readonly columns: readonly string[];
  /** `cells[row][column]`; a value that is not finite is left blank. */
  readonly cells: readonly ArrayLike<number>[];
  /** The value that has the full colour; larger ones look the same. The largest by default. */
  readonly full?: number;
  /** Which cells are marked as a warning. None by default. */
  readonly flagged?: (row: number, column: number) => boolean;
  /** What the columns are. */
  readonly xTitle: string;
  /** What the cells are, for readers who can't see them. */
  readonly label: string;
  /** Width of the plot, CSS pixels. 820 by default. */
  readonly width?: number;
  /** Height of a row, CSS pixels. 15 by default. */
  readonly rowHeight?: number;
}

/** The most columns drawn; of more, as many are chosen evenly, the first and the last among them. */
const COLUMNS = 80;

const { list, number, numbers, optional, record, text } = config;
const readOptions = record<HeatMapOptions>({
  rows: texts,
  columns: texts,
  cells: list(numbers),
  full: optional(number),
  flagged: optional(callable<(row: number, column: number) => boolean>),
  xTitle: text,
  label: text,
  width: optional(size),
  rowHeight: optional(size),
});

/**
 * A table of numbers as shades of one colour, as SVG. Marked cells have a dot in the colour of warnings, seen in any shade. Of more than 80
 * columns, 80 are drawn.
 *
 * @throws TypeError or RangeError that names the option that is wrong.
 *
 * @example
 * ```ts
 * import { heatMap } from '@genlab/report';
 *
 * const cells = [[1, 0.5], [0, 1]];
 * const options = { rows: ['A', 'B'], columns: ['100', '200'], cells, xTitle: 'step', label: 'Share of A and B' };
 * console.log((await heatMap(options)).slice(0, 4)); // <svg
 * ```
 */
export async function heatMap(options: HeatMapOptions): Promise<Svg> {
  const { full: given, ...read } = readOptions(options, 'heatMap');
  const { rows, columns, cells, flagged = () => false, xTitle, label, width = 820, rowHeight = 15 } = read;
  const chosen = evenly(columns.length);
  const full = given ?? largest(cells);
  const values = rows.flatMap((row, i) =>
    chosen
      .filter((j) => Number.isFinite(cells[i]?.[j]))
      .map((j) => ({ row, column: columns[j], shade: Math.min(1, Math.max(0, (cells[i]?.[j] as number) / full)), flagged: flagged(i, j) })),
  );
  const every = Math.ceil(chosen.length / 12);
  const ticks = chosen.filter((_, i) => i % every === 0).map((j) => columns[j] as string);
  const x = {
    field: 'column',
    type: 'ordinal',
    sort: null,
    title: xTitle,
    axis: { values: ticks, labelAngle: 0, ticks: false, domain: false },
    scale: { paddingInner: 0.06 },
  } as const;
  const y = {
    field: 'row',
    type: 'ordinal',
    sort: null,
    title: null,
    axis: { labelColor: 'var(--ink)' },
    scale: { paddingInner: 0.1 },
  } as const;
  const spec: TopLevelSpec = {
    width,
    height: rowHeight * rows.length,
    data: { values },
    encoding: { x, y },
    layer: [
      { mark: { type: 'rect', fill: 'var(--grid)' } },
      {
        mark: { type: 'rect', fill: 'var(--series-1)' },
        encoding: { fillOpacity: { field: 'shade', type: 'quantitative', scale: { domain: [0, 1], range: [0, 1] }, legend: null } },
      },
      {
        transform: [{ filter: 'datum.flagged' }],
        mark: { type: 'point', shape: 'circle', filled: true, size: 22, fill: 'var(--bad)', opacity: 1 },
      },
    ],
  };
  return drawSvg(spec, label);
}

function largest(cells: readonly ArrayLike<number>[]): number {
  let most = Number.MIN_VALUE;
  for (const row of cells) for (const value of Array.from(row)) if (Number.isFinite(value)) most = Math.max(most, value);
  return most;
}

/** Places of at most `COLUMNS` out of `length` columns. */
function evenly(length: number): number[] {
  const count = Math.min(COLUMNS, length);
  return Array.from({ length: count }, (_, i) => (count === length ? i : Math.round((i * (length - 1)) / (count - 1))));
}
