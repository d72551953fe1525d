import { barChart } from '../charts/bar-chart.js';
import { heatMap } from '../charts/heat-map.js';
import { lineChart } from '../charts/line-chart.js';
import { formatNumber, formatShare } from '../page/format.js';
import type { Chart } from '../page/parts.js';
import type { GanReportData } from './gan-report-data.js';

/** Below this share of the expected count a class counts as missing; the default rule of `modes`. */
const LINE = 0.25;

/** Coverage, divergence, distance and confidence over time. */
export async function coverageCharts({ evaluations, real = {} }: GanReportData): Promise<Chart[]> {
  const last = evaluations.at(-1);
  if (!last) return [];
  const steps = evaluations.map(({ step }) => step);
  const curve = (name: string, read: (evaluation: GanReportData['evaluations'][number]) => number | undefined) => ({
    name,
    steps,
    values: evaluations.map((evaluation) => read(evaluation) ?? Number.NaN),
  });
  const { of, klFloor } = last.modes;
  const plain = { smoothing: 0, height: 150 };
  const charts: Chart[] = [
    {
      kind: 'chart',
      title: 'Mode coverage.',
      caption: `Classes with at least ${formatShare(LINE)} of their expected count, of ${of}.`,
      svg: await lineChart({ ...plain, yTitle: 'classes', domain: [0, of], series: [curve('covered', ({ modes }) => modes.modes.value)] }),
    },
    {
      kind: 'chart',
      title: 'Evenness.',
      caption:
        'Kullback-Leibler divergence of the classes drawn from the data’s; the floor is what a perfect generator shows at this number of samples.',
      svg: await lineChart({
        ...plain,
        yTitle: 'nats, logarithmic',
        scale: 'log',
        levels: [{ name: `floor ${formatNumber(klFloor)}`, value: klFloor }],
        series: [curve('KL', ({ modes }) => modes.kl.value)],
      }),
    },
  ];
  if (evaluations.some(({ frechet }) => frechet)) {
    charts.push({
      kind: 'chart',
      title: 'Frechet distance',
      caption: 'from the training images in the classifier’s features; less is better.',
      svg: await lineChart({
        ...plain,
        yTitle: 'distance, logarithmic',
        scale: 'log',
        levels: real.frechet === undefined ? [] : [{ name: `real against real ${formatNumber(real.frechet)}`, value: real.frechet }],
        series: [curve('Frechet distance', ({ frechet }) => frechet?.value)],
      }),
    });
  }
  if (evaluations.some(({ modes }) => modes.confident)) {
    const asked = evaluations.some((evaluation) => evaluation.asked !== undefined);
    charts.push({
      kind: 'chart',
      title: 'Clear samples:',
      caption: `the share that the classifier is sure of (above 0.9)${asked ? ', and the share it reads as the class that was asked for' : ''}.`,
      svg: await lineChart({
        ...plain,
        yTitle: 'share',
        domain: [0, 1],
        levels:
          real.confidentShare === undefined
            ? []
            : [{ name: `real images ${formatShare(real.confidentShare)}`, value: real.confidentShare }],
        series: [
          curve('sure', ({ modes }) => modes.confident?.value),
          ...(asked ? [curve('as asked', (evaluation) => evaluation.asked)] : []),
        ],
      }),
    });
  }
  return charts;
}

/** The survival map, and the histogram of the last look. */
export async function survivalCharts({ evaluations, classes }: GanReportData): Promise<Chart[]> {
  const last = evaluations.at(-1)?.modes;
  if (!last) return [];
  const relative = (count: number, n: number) => (n > 0 ? (count * classes.length) / n : 0);
  const cells = classes.map((_, k) => evaluations.map(({ modes }) => relative(modes.counts[k] as number, modes.n)));
  const even = last.n / classes.length;
  const missing = last.missing.map((k) => classes[k]);
  return [
    {
      kind: 'chart',
      title: 'Survival map.',
      caption: `Each class at each look: the fuller the colour, the nearer its count to the expected one; a red dot where it is below ${formatShare(LINE)}.`,
      wide: true,
      svg: await heatMap({
        rows: classes,
        columns: evaluations.map(({ step }) => formatNumber(step)),
        cells,
        full: 1,
        flagged: (row, column) => ((cells[row] as number[])[column] as number) < LINE,
        xTitle: 'step',
        label: 'Count of each class at each evaluation, relative to the expected count',
      }),
    },
    {
      kind: 'chart',
      title: `The last ${formatNumber(last.n)} samples by class.`,
      caption: missing.length === 0 ? 'None is missing.' : `Missing: ${missing.join(', ')}.`,
      wide: true,
      svg: await barChart({
        bars: classes.map((name, k) => ({ name, value: last.counts[k] as number, flagged: last.missing.includes(k) })),
        yTitle: 'samples',
        levels: [
          { name: 'expected', value: even },
          { name: 'missing below', value: LINE * even },
        ],
      }),
    },
  ];
}
