import { config } from '@genlab/core';
import type { TopLevelSpec } from 'vega-lite';
import { level as readLevel, size } from '../readers.js';
import type { Level } from './line-chart.js';
import { drawSvg, type Layer, type Svg } from './svg.js';

/** One bar. */
export interface Bar {
  /** What stands under it. */
  readonly name: string;
  /** Its length. */
  readonly value: number;
  /** Drawn in the colour of warnings. */
  readonly flagged?: boolean;
}

/** What {@link barChart} draws. */
export interface BarChartOptions {
  /** The bars, from left to right. */
  readonly bars: readonly Bar[];
  /** What their lengths are. */
  readonly yTitle: string;
  /** Levels, as dashed lines. */
  readonly levels?: readonly Level[];
  /** Width of the plot, CSS pixels. 820 by default. */
  readonly width?: number;
  /** Height of the plot, CSS pixels. 150 by default. */
  readonly height?: number;
}

const { boolean, list, number, optional, record, text } = config;
const readOptions = record<BarChartOptions>({
  bars: list(record<Bar>({ name: text, value: number, flagged: optional(boolean) })),
  yTitle: text,
  levels: optional(list(readLevel)),
  width: optional(size),
  height: optional(size),
});

/**
 * Bars beside one another, as SVG.
 *
 * @throws TypeError or RangeError that names the option that is wrong.
 *
 * @example
 * ```ts
 * import { barChart } from '@genlab/report';
 *
 * const bars = [{ name: 'A', value: 3 }, { name: 'B', value: 0, flagged: true }];
 * const svg = await barChart({ bars, yTitle: 'samples', levels: [{ name: 'expected', value: 2 }] });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export async function barChart(options: BarChartOptions): Promise<Svg> {
  const { bars, yTitle, levels = [], width = 820, height = 150 } = readOptions(options, 'barChart');
  const y = { field: 'value', type: 'quantitative', title: yTitle, axis: { tickCount: 4 } } as const;
  const layer: Layer[] = [
    {
      data: { values: bars.map(({ name, value, flagged = false }, place) => ({ place, name, value, flagged })) },
      mark: { type: 'bar', width: { band: 0.72 } },
      encoding: {
        x: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelAngle: 0, ticks: false, labelColor: 'var(--ink)' } },
        y,
        fill: {
          field: 'flagged',
          type: 'nominal',
          scale: { domain: [false, true], range: ['var(--series-1)', 'var(--bad)'] },
          legend: null,
        },
      },
    },
  ];
  if (levels.length > 0) {
    const at = { values: levels };
    layer.push({ data: at, mark: { type: 'rule', stroke: 'var(--soft)', strokeDash: [4, 3] }, encoding: { y } });
    const highest = Math.max(Number.EPSILON, ...bars.map(({ value }) => value), ...levels.map(({ value }) => value));
    for (const { level, up } of spread(levels, height / highest)) {
      layer.push({
        data: { values: [level] },
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, dy: -up, x: 'width' },
        encoding: { y, text: { field: 'name', type: 'nominal' } },
      });
    }
  }
  const spec: TopLevelSpec = { width, height, layer };
  return drawSvg(spec, `${yTitle}: ${bars.map(({ name, value }) => `${name} ${value}`).join(', ')}`);
}

/** The levels from the lowest on, and by how many pixels the name of each is raised to stand clear of the one below. */
function spread(levels: readonly Level[], pixels: number): { level: Level; up: number }[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...levels]
    .sort((a, b) => a.value - b.value)
    .map((level) => {
      const place = Math.max(level.value * pixels, free);
      free = place + 12;
      return { level, up: place - level.value * pixels };
    });
}
