import { describe, expect, it } from 'vitest';
import { barChart } from './bar-chart.js';
import { finitePoints, smooth, thin } from './curve.js';
import { heatMap } from './heat-map.js';
import { histogram } from './histogram.js';
import { lineChart } from './line-chart.js';
import { scatterPlot } from './scatter-plot.js';

const ramp = (n: number, f = (i: number) => i) => ({
  steps: Array.from({ length: n }, (_, i) => i),
  values: Array.from({ length: n }, (_, i) => f(i)),
});
const count = (text: string, part: string) => text.split(part).length - 1;

describe.each([
  [
    'lineChart',
    () =>
      lineChart({
        yTitle: 'a<b',
        series: [
          { name: '<i>&', ...ramp(5) },
          { name: 'two', ...ramp(5) },
        ],
      }),
  ],
  [
    'barChart',
    () =>
      barChart({
        yTitle: 'a<b',
        bars: [
          { name: '<i>&', value: 3 },
          { name: 'two', value: 1, flagged: true },
        ],
      }),
  ],
  [
    'scatterPlot',
    () =>
      scatterPlot({
        x: [1, 2, Number.NaN],
        y: [3, 4, 5],
        labels: [0, 1, 1],
        classes: ['<i>&', 'two'],
        yTitle: 'a<b',
        xTitle: 'x',
        label: 'a<b',
      }),
  ],
  ['heatMap', () => heatMap({ xTitle: 'a<b', label: 'a<b', rows: ['<i>&', 'two'], columns: ['1'], cells: [[1], [2]] })],
])('%s', (_, draw) => {
  it('is SVG text that scales, says what it shows, and has its text escaped', async () => {
    const svg = await draw();
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+" style="width:100%;max-width:\d+px" role="img" aria-label="[^"<]*a&lt;b/,
    );
    expect(svg).toContain('&lt;i&gt;&amp;');
    expect(svg).not.toContain('<i>');
    expect(svg).toMatch(/<\/svg>$/);
  });

  it('takes its colours from the style sheet of the page', async () => {
    const svg = await draw();
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
    expect(colours.filter((colour) => !/^(none|transparent|var\(--[a-z0-9-]+\))$/.test(colour as string))).toEqual([]);
  });

  it('is the same every time', async () => {
    expect(await draw()).toBe(await draw());
  });
});

describe('lineChart', () => {
  it('draws a long curve pale and its running mean bold, thinned to a small file', async () => {
    const svg = await lineChart({ yTitle: 'loss', series: [{ name: 'loss', ...ramp(100_000, (i) => Math.sin(i)) }] });
    expect(svg.length).toBeLessThan(25_000);
    expect(svg).toContain('opacity="0.28"');
  });

  it('draws a short curve as it is, with its points', async () => {
    const svg = await lineChart({ yTitle: 'loss', series: [{ name: 'loss', ...ramp(6) }] });
    expect(svg).not.toContain('opacity="0.28"');
    expect(count(svg, 'A2,2')).toBeGreaterThanOrEqual(6);
  });

  it('writes levels beside their lines, digits and all', async () => {
    const svg = await lineChart({ yTitle: 'KL', series: [{ name: 'KL', ...ramp(6) }], levels: [{ name: 'floor 0.0048', value: 2 }] });
    expect(svg).toContain('floor 0.0048');
    expect(svg).toContain('stroke-dasharray="4,3"');
  });

  it.each([
    ['a short range', [0.3, 1, 3], ['0.5', '1', '2']],
    ['many decades', [1e-4, 1, 1e3], ['0.0001', '0.1', '1', '1000']],
  ])('labels a logarithmic axis over %s', async (_, values, labels) => {
    const svg = await lineChart({ yTitle: 'norm', scale: 'log', series: [{ name: 'norm', steps: [1, 2, 3, 4], values: [...values, -1] }] });
    for (const label of labels) expect(svg).toContain(`>${label}</text>`);
  });

  it('draws empty axes where there is nothing finite', async () => {
    const nothing = { steps: [1, 2], values: [Number.NaN, Number.POSITIVE_INFINITY] };
    expect(await lineChart({ yTitle: 'loss', series: [{ name: 'loss', ...nothing }] })).toContain('loss');
    expect(await lineChart({ yTitle: 'loss', scale: 'log', series: [{ name: 'loss', ...nothing }] })).toContain('loss');
    expect(await lineChart({ yTitle: 'loss', series: [{ name: 'loss', steps: [], values: [] }] })).toContain('loss');
  });

  it('shows the range it is told to', async () => {
    const svg = await lineChart({ yTitle: 'share', domain: [0, 1], series: [{ name: 'share', ...ramp(3, () => 0.4) }] });
    expect(svg).toContain('>1.0</text>');
  });
});

describe('barChart', () => {
  it('keeps the names of two levels apart where their lines are close', async () => {
    const levels = [
      { name: 'expected', value: 100 },
      { name: 'missing below', value: 25 },
    ];
    const svg = await barChart({ yTitle: 'n', bars: [{ name: 'M', value: 2_600 }], levels });
    const heights = levels.map(({ name }) => Number(new RegExp(`translate\\([^,]*,([^)]*)\\)[^>]*>${name}<`).exec(svg)?.[1]));
    expect((heights[1] as number) - (heights[0] as number)).toBeGreaterThan(10);
  });

  it('draws flagged bars in the colour of warnings, and levels', async () => {
    const bars = [
      { name: 'A', value: 3 },
      { name: 'B', value: 0, flagged: true },
      { name: 'C', value: 1, flagged: true },
    ];
    const svg = await barChart({ yTitle: 'n', bars, levels: [{ name: 'expected', value: 2 }] });
    expect(count(svg, 'fill="var(--bad)"')).toBe(2);
    expect(svg).toContain('expected');
  });
});

describe('heatMap', () => {
  const options = { xTitle: 'step', label: 'counts', rows: ['A', 'B'] };
  it('shades cells by value up to the full one, and leaves unknown ones blank', async () => {
    const svg = await heatMap({
      ...options,
      columns: ['1', '2'],
      cells: [
        [0, 5],
        [10, Number.NaN],
      ],
      full: 5,
    });
    expect(count(svg, 'fill="var(--grid)"')).toBe(3);
    expect([...svg.matchAll(/fill-opacity="([^"]*)"/g)].map(([, opacity]) => Number(opacity)).sort()).toEqual([0, 1, 1]);
  });

  it('marks flagged cells', async () => {
    const svg = await heatMap({
      ...options,
      columns: ['1', '2'],
      cells: [
        [1, 2],
        [3, 4],
      ],
      flagged: (row, column) => row === 1 && column === 0,
    });
    expect(count(svg, 'fill="var(--bad)"')).toBe(1);
  });

  it('draws at most 80 columns, the first and the last among them', async () => {
    const columns = Array.from({ length: 500 }, (_, i) => `c${i}`);
    const svg = await heatMap({ ...options, columns, cells: [columns.map((_, i) => i), columns.map((_, i) => i)] });
    expect(count(svg, 'fill="var(--grid)"')).toBe(160);
    expect(svg).toContain('>c0</text>');
    expect(svg.match(/fill-opacity="1"/g)).toHaveLength(2);
  });
});

describe('scatterPlot', () => {
  it('draws each finite point in the colour of its class, and axes only where they mean something', async () => {
    const options = { x: [1, 2, Number.NaN], y: [3, 4, 5], labels: [0, 1, 1], classes: ['a', 'b'], label: 'map' };
    const map = await scatterPlot(options);
    const points = (map.split('role-legend')[0] as string).match(/fill="var\(--series-\d\)"/g);
    expect(points).toEqual(['fill="var(--series-1)"', 'fill="var(--series-2)"']);
    expect(map).not.toContain('role-axis-label');
    expect(await scatterPlot({ ...options, xTitle: 'PC 1', yTitle: 'PC 2' })).toContain('PC 1');
  });
});

describe('histogram', () => {
  const bars = (svg: string) => [
    ...(svg.match(/aria-roledescription="rect mark container".*?<\/g>/)?.[0] ?? '').matchAll(/h([\d.]+)v([\d.]+)/g),
  ];
  it('has bars as high as the values are dense, those beyond the ends counted at the ends', async () => {
    const svg = await histogram({ values: [-9, 0.1, 0.2, 1.5, Number.NaN], domain: [0, 2], bins: 2, label: 'h', width: 100, height: 90 });
    expect(bars(svg).map(([, width, height]) => [Number(width), Math.round(Number(height))])).toEqual([
      [50, 90],
      [50, 30],
    ]);
  });

  it('cuts off the peak that would hide the density beside it', async () => {
    const svg = await histogram({ values: new Array(100).fill(0), domain: [-1, 1], bins: 101, density: () => 0.5, label: 'h', height: 90 });
    expect(bars(svg)).toHaveLength(1);
    expect(Number(bars(svg)[0]?.[2])).toBeCloseTo(90, 0);
    expect(svg).toContain('var(--series-2)');
  });
});

describe('curves', () => {
  it('are thinned without losing their extremes', () => {
    const points = finitePoints(ramp(10_000, (i) => (i === 5_003 ? 99 : i === 7_001 ? -99 : 0)));
    const kept = thin(points, 100);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept).toContainEqual({ x: 5_003, y: 99 });
    expect(kept).toContainEqual({ x: 7_001, y: -99 });
    expect(kept[0]).toEqual(points[0]);
    expect(kept.at(-1)).toEqual(points.at(-1));
    expect(thin(points.slice(0, 50), 100)).toEqual(points.slice(0, 50));
  });

  it('are smoothed by a running mean that is cut short at the ends', () => {
    const points = finitePoints(ramp(5, (i) => i * i));
    expect(smooth(points, 3, 10).map(({ y }) => y)).toEqual([0.5, 5 / 3, 14 / 3, 29 / 3, 12.5]);
    expect(smooth(finitePoints(ramp(1_000)), 11, 100)).toHaveLength(101);
  });
});
