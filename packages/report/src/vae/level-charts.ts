import { histogram } from '../charts/histogram.js';
import { scatterPlot } from '../charts/scatter-plot.js';
import { formatNumber, formatShare } from '../page/format.js';
import type { Chart, Table } from '../page/parts.js';
import type { LatentLevel, VaeReportData } from './vae-report-data.js';

/** The axis of all histograms, in standard deviations of the prior. */
const DOMAIN = [-4, 4] as const;

/** Maps of every level, in the colours of everything that is known. */
export async function maps({ levels, labels }: VaeReportData): Promise<Chart[]> {
  const wanted = levels.flatMap((level) => level.maps.flatMap((map) => labels.map((label) => ({ level, map, label }))));
  return Promise.all(
    wanted.map(async ({ level, map, label }): Promise<Chart> => {
      const positions = Array.from(map.positions);
      return {
        kind: 'chart',
        title: `${level.name} by ${label.name}: ${map.name}.`,
        svg: await scatterPlot({
          x: positions.filter((_, i) => i % 2 === 0),
          y: positions.filter((_, i) => i % 2 === 1),
          labels: label.values,
          classes: label.classes,
          xTitle: map.axes?.[0],
          yTitle: map.axes?.[1],
          label: `${map.name} of ${level.name}, one point an item, coloured by ${label.name}`,
          height: 260,
        }),
      };
    }),
  );
}

/** How the codes of every dimension are spread, beside the prior. */
export async function histograms({ levels }: VaeReportData): Promise<Chart[]> {
  const dimensions = levels.flatMap((level) => Array.from({ length: level.of }, (_, dimension) => ({ level, dimension })));
  return Promise.all(
    dimensions.map(async ({ level, dimension }): Promise<Chart> => {
      const active = level.active[dimension] === true;
      return {
        kind: 'chart',
        small: true,
        title: `${level.name} ${dimension + 1}`,
        caption: `${active ? 'active' : 'inactive'} ${(level.klPerDimension[dimension] as number).toFixed(2)}`,
        svg: await histogram({
          values: Array.from(level.codes).filter((_, i) => i % level.of === dimension),
          domain: DOMAIN,
          density: standardNormal,
          muted: !active,
          label: `Posterior means of dimension ${dimension + 1} of ${level.name}`,
        }),
      };
    }),
  );
}

/** The levels beside one another, in numbers. */
export function levelTable({ levels }: VaeReportData): Table[] {
  if (levels.length === 0) return [];
  const probes = [...new Set(levels.flatMap((level) => level.probes.map(({ name }) => name)))];
  const read = (level: LatentLevel, name: string) => {
    const probe = level.probes.find((candidate) => candidate.name === name);
    if (probe === undefined) return '–';
    const { value, interval } = probe.accuracy;
    return `${formatShare(value)}${interval ? ` (${formatShare(interval.low)} to ${formatShare(interval.high)})` : ''}`;
  };
  return [
    {
      kind: 'table',
      title: 'The levels.',
      caption: `Nats an item. Delta NLL: what the reconstruction loses when the level is drawn from its prior. A probe is a linear reader; chance is ${levels[0]?.probes
        .map(({ name, chance }) => `${formatShare(chance)} for ${name}`)
        .join(', ')}.`,
      columns: ['level', 'KL', 'mutual information', 'delta NLL', 'active units', ...probes.map((name) => `reads ${name}`)],
      rows: levels.map((level) => [
        level.name,
        formatNumber(level.kl),
        formatNumber(level.mutualInformation),
        formatNumber(level.deltaNll),
        `${level.activeUnits} of ${level.of}`,
        ...probes.map((name) => read(level, name)),
      ]),
    },
  ];
}

function standardNormal(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
