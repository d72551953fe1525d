import { config } from '@genlab/core';
import type { TopLevelSpec } from 'vega-lite';
import { callable, ends, size } from '../readers.js';
import { drawSvg, type Svg } from './svg.js';

/** What {@link histogram} draws. */
export interface HistogramOptions {
  /** What is counted; values that are not finite are left out. */
  readonly values: ArrayLike<number>;
  /** A density to compare with, drawn as a line. None by default. */
  readonly density?: (value: number) => number;
  /** Ends of the axis; what lies beyond is counted at the ends. As wide as the values by default. */
  readonly domain?: readonly [number, number];
  /** Bars. 30 by default. */
  readonly bins?: number;
  /** What it shows, for readers who can't see it. */
  readonly label: string;
  /** Drawn in the colour of things that do not count. */
  readonly muted?: boolean;
  /** Width of the plot, CSS pixels. 150 by default. */
  readonly width?: number;
  /** Height of the plot, CSS pixels. 70 by default. */
  readonly height?: number;
}

const { boolean, integer, numbers, optional, record, text } = config;
const readOptions = record<HistogramOptions>({
  values: numbers,
  density: optional(callable<(value: number) => number>),
  domain: optional(ends),
  bins: optional(integer({ least: 1 })),
  label: text,
  muted: optional(boolean),
  width: optional(size),
  height: optional(size),
});

/**
 * How often values occur, as SVG; heights are densities. Beside a `density`, bars of more than three times its height are cut off.
 *
 * @throws TypeError or RangeError that names the option that is wrong.
 *
 * @example
 * ```ts
 * import { histogram } from '@genlab/report';
 *
 * const svg = await histogram({ values: [0.1, 0.2, 0.2, 0.9], bins: 5, label: 'Four values' });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export async function histogram(options: HistogramOptions): Promise<Svg> {
  const read = readOptions(options, 'histogram');
  const { density, bins = 30, label, muted = false, width = 150, height = 70 } = read;
  const values = Array.from(read.values).filter(Number.isFinite);
  const [low, high] = read.domain ?? range(values);
  const size = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((value - low) / size)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const bars = counts.map((count, i) => ({ from: low + i * size, to: low + (i + 1) * size, height: count / (values.length * size || 1) }));
  const curve = density && Array.from({ length: 61 }, (_, i) => low + ((high - low) * i) / 60).map((x) => ({ x, height: density(x) }));
  // A bar that holds nearly everything would leave nothing of the rest to be seen.
  const highest = Math.max(...bars.map((bar) => bar.height));
  const top = curve ? Math.min(highest, 3 * Math.max(...curve.map((point) => point.height))) * 1.05 : highest;
  const x = { type: 'quantitative', title: null, scale: { domain: [low, high] as number[], nice: false }, axis: { tickCount: 3 } } as const;
  const y = { field: 'height', type: 'quantitative', axis: null, scale: { domain: [0, top] as number[], nice: false } } as const;
  const spec: TopLevelSpec = {
    width,
    height,
    layer: [
      {
        data: { values: bars.filter(({ height }) => height > 0).map((bar) => ({ ...bar, height: Math.min(bar.height, top) })) },
        mark: { type: 'rect', fill: muted ? 'var(--rule)' : 'var(--series-1)' },
        encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' }, y, y2: { datum: 0 } },
      },
      ...(curve
        ? [
            {
              data: { values: curve },
              mark: { type: 'line' as const, stroke: 'var(--series-2)', strokeWidth: 1.5 },
              encoding: { x: { ...x, field: 'x' }, y },
            },
          ]
        : []),
    ],
  };
  return drawSvg(spec, label);
}

function range(values: readonly number[]): readonly [number, number] {
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [0, 0] as readonly [
    number,
    number,
  ]);
  return low < high ? [low, high] : [low - 1, high + 1];
}
