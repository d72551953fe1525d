import { config } from '@genlab/core';
import type { TopLevelSpec } from 'vega-lite';
import { curve, ends, level, size } from '../readers.js';
import { type Curve, finitePoints, smooth, thin } from './curve.js';
import { drawSvg, type Layer, type Svg } from './svg.js';

/** A curve with its name. */
export interface NamedCurve extends Curve {
  /** What the legend calls it. */
  readonly name: string;
}

/** A level that curves are read against. */
export interface Level {
  /** What is written at it. */
  readonly name: string;
  /** Where it lies. */
  readonly value: number;
}

/** What {@link lineChart} draws. */
export interface LineChartOptions {
  /** Up to four curves. */
  readonly series: readonly NamedCurve[];
  /** What the values are, and their unit. */
  readonly yTitle: string;
  /** What the steps are. `'step'` by default. */
  readonly xTitle?: string;
  /** `'log'` leaves out values that are not positive. `'linear'` by default. */
  readonly scale?: 'linear' | 'log';
  /** The range of values to show, the rest left out; as wide as curves and levels by default, of a linear axis from 0 if that is near. */
  readonly domain?: readonly [number, number];
  /** Levels, as dashed lines. */
  readonly levels?: readonly Level[];
  /** Share of the readings that the bold line averages over, the readings themselves drawn pale; 0.04. 0 draws them as they are. */
  readonly smoothing?: number;
  /** Width of the plot, CSS pixels. 380 by default. */
  readonly width?: number;
  /** Height of the plot, CSS pixels. 190 by default. */
  readonly height?: number;
}

const COLOURS = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'];
const POINTS = 400;

const { list, oneOf, optional, record, text, within } = config;
const named = (value: unknown, path: string): NamedCurve => {
  const { name, ...rest } = Object(value) as { readonly name?: unknown };
  return { name: text(name, `${path}.name`), ...curve(rest, path) };
};
const readOptions = record<LineChartOptions>({
  series: list(named),
  yTitle: text,
  xTitle: optional(text),
  scale: optional(oneOf('linear', 'log')),
  domain: optional(ends),
  levels: optional(list(level)),
  smoothing: optional(within({ least: 0, most: 1 })),
  width: optional(size),
  height: optional(size),
});

/**
 * Curves over training steps, as SVG. Long ones are thinned without losing their extremes.
 *
 * @throws TypeError or RangeError that names the option that is wrong.
 *
 * @example
 * ```ts
 * import { lineChart } from '@genlab/report';
 *
 * const svg = await lineChart({ yTitle: 'loss', series: [{ name: 'generator', steps: [1, 2, 3], values: [3, 2, 1.5] }] });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export async function lineChart(options: LineChartOptions): Promise<Svg> {
  const { series, yTitle, xTitle = 'step', scale = 'linear', domain, levels = [], ...looks } = readOptions(options, 'lineChart');
  const { smoothing = 0.04, width = 380, height = 190 } = looks;
  const [bottom, top] = domain ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const shown = series.map((line) => ({
    name: line.name,
    points: finitePoints(line).filter(({ y }) => (scale === 'linear' || y > 0) && y >= bottom && y <= top),
  }));
  const windows = shown.map(({ points }) => Math.round(points.length * smoothing));
  const rows = (points: readonly { x: number; y: number }[], name: string) =>
    points.map(({ x, y }) => ({ x: round(x), y: round(y), name }));
  const pale = shown.flatMap(({ name, points }, i) => ((windows[i] as number) < 3 ? [] : rows(thin(points, POINTS), name)));
  const bold = shown.flatMap(({ name, points }, i) => {
    const window = windows[i] as number;
    return rows(window < 3 ? thin(points, POINTS) : smooth(points, window, POINTS / 2), name);
  });
  const values = [...[...pale, ...bold].map(({ y }) => y), ...levels.map(({ value }) => value)];
  const x = { field: 'x', type: 'quantitative', title: xTitle, scale: { nice: false, zero: false }, axis: { tickCount: 6 } } as const;
  const range = domain ?? extent(values);
  const y = { field: 'y', type: 'quantitative', title: yTitle, ...(scale === 'log' ? logAxis(range) : linearAxis(range, domain)) } as const;
  const color = {
    field: 'name',
    type: 'nominal',
    scale: { domain: series.map(({ name }) => name), range: COLOURS },
    ...(series.length < 2 && { legend: null }),
  } as const;
  const layer: Layer[] = [
    { data: { values: pale }, mark: { type: 'line', strokeWidth: 1, opacity: 0.28 }, encoding: { x, y, color } },
    {
      data: { values: bold },
      mark: { type: 'line', strokeWidth: 1.8, point: bold.length <= 40 * series.length && { size: 16 } },
      encoding: { x, y, color },
    },
  ];
  if (levels.length > 0) {
    const at = { values: levels.map(({ name, value }) => ({ y: value, name })) };
    layer.push({ data: at, mark: { type: 'rule', stroke: 'var(--soft)', strokeDash: [4, 3] }, encoding: { y } });
    layer.push({
      data: at,
      mark: { type: 'text', align: 'right', baseline: 'bottom', dy: -3, x: 'width' },
      encoding: { y, text: { field: 'name', type: 'nominal' } },
    });
  }
  const spec: TopLevelSpec = { width, height, layer };
  return drawSvg(spec, `${yTitle} by ${xTitle}: ${series.map(({ name }) => name).join(', ')}`);
}

const round = (value: number) => Number(value.toPrecision(6));

function extent(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? [low, high] : [1, 10];
}

function linearAxis(range: readonly [number, number], domain: LineChartOptions['domain']) {
  return { scale: { domain: domain ? [...domain] : undefined, nice: !domain, zero: !domain && nearZero(range) }, axis: { tickCount: 5 } };
}

function logAxis([low, high]: readonly [number, number]) {
  return { scale: { type: 'log' as const, domain: [low / 1.1, high * 1.1] }, axis: { values: logTicks([low, high]), format: '~g' } };
}

function nearZero([low, high]: readonly [number, number]): boolean {
  return low >= 0 && low < (high - low) * 1.5;
}

/** 1, 2 and 5 times the powers of ten within a range, or the powers alone if it spans more than two of them. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const steps = high / low > 200 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(Math.log10(high / low)) + 2 }, (_, i) => Math.floor(Math.log10(low)) + i);
  return powers
    .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
    .filter((tick) => tick >= low / 1.1 && tick <= high * 1.1);
}
