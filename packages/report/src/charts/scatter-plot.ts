import { config } from '@genlab/core';
import type { TopLevelSpec } from 'vega-lite';
import { size, texts } from '../readers.js';
import { drawSvg, type Svg } from './svg.js';

/** What {@link scatterPlot} draws. */
export interface ScatterPlotOptions {
  /** Horizontal positions. */
  readonly x: ArrayLike<number>;
  /** Vertical positions, as many. */
  readonly y: ArrayLike<number>;
  /** Class of each point, an index into `classes`. */
  readonly labels: ArrayLike<number>;
  /** Names of the classes; up to six have a colour of their own. */
  readonly classes: readonly string[];
  /** What the horizontal axis is; none is drawn by default, as for maps whose axes mean nothing. */
  readonly xTitle?: string;
  /** What the vertical axis is. */
  readonly yTitle?: string;
  /** What it shows, for readers who can't see it. */
  readonly label: string;
  /** Width of the plot, CSS pixels. 380 by default. */
  readonly width?: number;
  /** Height of the plot, CSS pixels. 300 by default. */
  readonly height?: number;
}

const COLOURS = Array.from({ length: 6 }, (_, i) => `var(--series-${i + 1})`);

const { numbers, optional, record, text } = config;
const readOptions = record<ScatterPlotOptions>({
  x: numbers,
  y: numbers,
  labels: numbers,
  classes: texts,
  xTitle: optional(text),
  yTitle: optional(text),
  label: text,
  width: optional(size),
  height: optional(size),
});

/**
 * Points in the colours of their classes, as SVG. Points that are not finite are left out.
 *
 * @throws TypeError or RangeError that names the option that is wrong.
 *
 * @example
 * ```ts
 * import { scatterPlot } from '@genlab/report';
 *
 * const svg = await scatterPlot({ x: [0, 1], y: [1, 0], labels: [0, 1], classes: ['A', 'B'], label: 'Two points' });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export async function scatterPlot(options: ScatterPlotOptions): Promise<Svg> {
  const { x, y, labels, classes, xTitle, yTitle, label, width = 380, height = 300 } = readOptions(options, 'scatterPlot');
  const values = Array.from(labels, (k, i) => ({ x: x[i] as number, y: y[i] as number, name: classes[k] ?? String(k) })).filter(
    (point) => Number.isFinite(point.x) && Number.isFinite(point.y),
  );
  const axis = (field: 'x' | 'y', title: string | undefined) =>
    ({
      field,
      type: 'quantitative',
      title: title ?? null,
      scale: { zero: false, padding: 6 },
      axis: title === undefined ? null : { tickCount: 5, grid: false },
    }) as const;
  const spec: TopLevelSpec = {
    width,
    height,
    data: { values },
    mark: { type: 'circle', size: 13, opacity: 0.75 },
    encoding: {
      x: axis('x', xTitle),
      y: axis('y', yTitle),
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: [...classes], range: COLOURS },
        legend: { symbolType: 'circle', offset: yTitle === undefined ? 6 : 26, columns: 5 },
      },
    },
  };
  return drawSvg(spec, label);
}
