import { describe, expect, it } from 'vitest';
import * as report from './index.js';

const curve = { steps: [1, 2], values: [2, 1] };
const page = (...parts: readonly unknown[]) => ({ title: 't', sections: [{ title: 's', parts }] });
const vae = { title: 't', figures: [], levels: [], labels: [], likelihoods: [], rolls: [], rhythm: [], run: {} };
// What a caller in JavaScript may pass.
const call = report as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;

const wrong: readonly (readonly [name: string, given: readonly unknown[], message: string])[] = [
  ['barChart', [], 'barChart: expected an object with options among bars, yTitle, levels, width, height, got undefined.'],
  ['barChart', [{ bars: [{ name: 'A', value: '3' }], yTitle: 'y' }], 'barChart.bars[0].value: expected a number, got "3".'],
  ['barChart', [{ bars: [], yTitle: 'y', level: [] }], 'got level. Did you mean levels?'],
  ['lineChart', [{ series: [curve], yTitle: 'y' }], 'lineChart.series[0].name: expected a text, got undefined.'],
  [
    'lineChart',
    [{ series: [{ name: 'a', values: [1] }], yTitle: 'y' }],
    'lineChart.series[0].steps: expected a list of numbers, got undefined.',
  ],
  [
    'lineChart',
    [{ series: [], yTitle: 'y', scale: 'logarithmic' }],
    'lineChart.scale: expected one of "linear", "log", got "logarithmic".',
  ],
  ['lineChart', [{ series: [], yTitle: 'y', domain: [1, 0] }], 'lineChart.domain: expected the lower end before the upper one, got [1,0].'],
  [
    'heatMap',
    [{ rows: ['A'], columns: ['1'], cells: [1], xTitle: 'x', label: 'l' }],
    'heatMap.cells[0]: expected a list of numbers, got 1.',
  ],
  ['histogram', [{ values: [1], label: 'l', bins: 0 }], 'histogram.bins: expected an integer >= 1, got 0.'],
  ['histogram', [{ values: [1], label: 'l', density: 'normal' }], 'histogram.density: expected a function, got normal.'],
  ['scatterPlot', [{ x: [1], y: [1], labels: [0], label: 'l' }], 'scatterPlot.classes: expected a list, got undefined.'],
  ['imageGrid', [], 'imageGrid: expected images such as { data, shape: [n, height, width, channels] }, got undefined.'],
  ['imageGrid', [{ data: [1], shape: [1, 1, 1, 1] }, { columns: 0 }], 'imageGrid.columns: expected an integer >= 1, got 0.'],
  ['renderReport', [], 'renderReport: expected an object with options among title, '],
  ['renderReport', [page({ kind: 'text' })], 'renderReport.sections[0].parts[0].kind: expected one of "prose", "verdict", '],
  ['renderReport', [page({ kind: 'prose' })], 'renderReport.sections[0].parts[0].text: expected a text, got undefined.'],
  ['renderReport', [page({ kind: 'table', title: 't', columns: ['a'], rows: [1] })], 'parts[0].rows[0]: expected a list, got 1.'],
  ['ganReport', [{ title: 't' }], 'ganReport.classes: expected a list, got undefined.'],
  [
    'ganReport',
    [{ title: 't', classes: [], curves: { generatorLoss: curve } }],
    'ganReport.curves.discriminatorLoss: expected an object with options among steps, values, got undefined.',
  ],
  [
    'vaeReport',
    [{ ...vae, curves: { loss: [1, 2], kl: [] } }],
    'vaeReport.curves.loss: expected an object with options among steps, values, got [1,2].',
  ],
  ['vaeReport', [{ ...vae, likelihood: [] }], 'got likelihood. Did you mean likelihoods?'],
];

describe('a wrong call is refused in one sentence that names its place:', () => {
  it.each(wrong)('%s %j: %s', async (name, given, message) => {
    const ask = call[name] as (...given: readonly unknown[]) => unknown;
    await expect((async () => ask(...given))()).rejects.toThrow(message);
  });
});

it('curves and tables may be longer than a function has arguments', async () => {
  const long = { steps: Float64Array.from({ length: 300_000 }, (_, i) => i), values: new Float64Array(300_000).fill(1) };
  expect(await report.vaeReport({ ...vae, curves: { loss: long, kl: [] } })).toContain('Loss.');
  const cells = [long.values];
  const columns = Array.from(long.steps, String);
  expect(await report.heatMap({ rows: ['A'], columns, cells, xTitle: 'step', label: 'l' })).toContain('<svg');
});
