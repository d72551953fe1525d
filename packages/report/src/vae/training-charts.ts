import { type Curve, finitePoints } from '../charts/curve.js';
import { lineChart } from '../charts/line-chart.js';
import { formatNumber } from '../page/format.js';
import type { Chart, Table } from '../page/parts.js';
import type { VaeReportData } from './vae-report-data.js';

/** Loss, KL of each level, and the schedule that the KL's weight went by. */
export async function vaeTrainingCharts({ curves, levels, likelihoods }: VaeReportData): Promise<Chart[]> {
  const { loss, validation, kl, klWeight = [] } = curves;
  const limits = likelihoods.filter(({ limit }) => limit !== undefined).slice(0, 1);
  const charts: Chart[] = [
    {
      kind: 'chart',
      title: 'Loss.',
      caption: `Pale: as read; bold: running mean.${validation ? ' Validation: the negative evidence lower bound, whatever the weight of the KL.' : ''}`,
      svg: await lineChart({
        yTitle: 'nats an item',
        domain: settled([loss, ...(validation ? [validation] : [])], limits[0]?.limit),
        series: [{ name: 'training loss', ...loss }, ...(validation ? [{ name: 'validation', ...validation }] : [])],
        levels: limits.map(({ limit = 0 }) => ({ name: `limit ${formatNumber(limit)}`, value: limit })),
      }),
    },
    {
      kind: 'chart',
      title: 'KL of each level',
      caption: 'from its prior. A level at 0 holds nothing.',
      svg: await lineChart({
        yTitle: 'nats an item',
        series: kl.map((curve, i) => ({ name: levels[i]?.name ?? `level ${i + 1}`, ...curve })),
      }),
    },
  ];
  if (klWeight.length > 0) {
    charts.push({
      kind: 'chart',
      title: 'The schedule:',
      caption: 'the weight that the KL had in the loss.',
      svg: await lineChart({
        yTitle: 'weight',
        smoothing: 0,
        height: 120,
        series: klWeight.map((curve, i) => ({
          name: klWeight.length > 1 ? (levels[i]?.name ?? `level ${i + 1}`) : 'weight of the KL',
          ...curve,
        })),
      }),
    });
  }
  return charts;
}

/** The range that shows how a training settles: the first tenth of the readings may lie above it. */
function settled(curves: readonly Curve[], limit = Number.POSITIVE_INFINITY): readonly [number, number] | undefined {
  const values = curves.flatMap((curve) => finitePoints(curve).map(({ y }) => y));
  const late = curves.flatMap((curve) => {
    const points = finitePoints(curve);
    return points.slice(Math.floor(points.length / 10)).map(({ y }) => y);
  });
  const low = values.reduce((least, value) => Math.min(least, value), limit);
  const high = late.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return low < high ? [low - 0.05 * (high - low), high + 0.05 * (high - low)] : undefined;
}

/** Every term of the bound, beside the limit. */
export function likelihoodTable({ likelihoods, levels, baselines = [] }: VaeReportData): Table[] {
  if (likelihoods.length === 0) return [];
  const terms: Table = {
    kind: 'table',
    title: 'Likelihoods.',
    caption:
      'Nats an item, less is better. NLL: reconstruction. -ELBO: NLL and the KLs together. IW: the importance-weighted bound, with its standard error. Limit: what no model can go below on these very items.',
    columns: ['items', 'NLL', ...levels.map(({ name }) => `KL ${name}`), '-ELBO', 'IW', 'limit', 'IW above it'],
    rows: likelihoods.map(({ name, nll, kl, negativeElbo, iwae, limit }) => [
      name,
      nll.toFixed(2),
      ...levels.map((_, i) => formatNumber(kl[i])),
      negativeElbo.toFixed(2),
      iwae === undefined ? '–' : `${iwae.value.toFixed(2)}${iwae.se === undefined ? '' : ` ± ${iwae.se.toFixed(2)}`}`,
      limit === undefined ? '–' : limit.toFixed(2),
      limit === undefined || iwae === undefined ? '–' : (iwae.value - limit).toFixed(2),
    ]),
  };
  if (baselines.length === 0) return [terms];
  const beside: Table = {
    kind: 'table',
    title: 'Baselines.',
    caption: 'Negative log-likelihood of the same validation items, nats an item.',
    columns: ['model', 'NLL', 'what it is'],
    rows: baselines.map(({ name, value, note }) => [name, value, note]),
  };
  return [terms, beside];
}
