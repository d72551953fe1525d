import { type Collapse, collapse } from '@genlab/metrics';
import { formatNumber, formatSeconds, formatShare } from '../page/format.js';
import type { Figures, Part, Table, Verdict } from '../page/parts.js';
import { renderReport } from '../page/render-report.js';
import { closeness } from './closeness.js';
import { coverageCharts, survivalCharts } from './coverage-charts.js';
import type { GanReportData } from './gan-report-data.js';
import { closestPairs, interpolations, lastSamples, nearestImages, samplesByClass, samplesOverTime } from './pictures.js';
import { readGanReport } from './read-gan-report.js';
import { trainingCharts } from './training-charts.js';

/**
 * The report of a GAN's training as one HTML page: what it draws, whether its modes collapsed and what that rests on, losses and gradient
 * norms, coverage over time, and what was run.
 *
 * Use it at the end of a run, or again and again during one. What is not given is left out.
 *
 * @param given Plain data; curves of any length are thinned.
 * @returns The page: no script, nothing fetched, as a rule below 1 MB.
 * @throws TypeError or RangeError that names what is wrong: `ganReport.curves.generatorLoss: expected ...`.
 *
 * @example
 * ```ts
 * import { ganReport } from '@genlab/report';
 *
 * const curve = (values: number[]) => ({ steps: values.map((_, i) => i + 1), values });
 * const html = await ganReport({
 *   title: 'A GAN at its first steps',
 *   classes: ['A', 'B'],
 *   curves: { generatorLoss: curve([0.7, 0.8]), discriminatorLoss: curve([1.4, 1.2]) }, // history.series('generatorLoss') is one
 *   evaluations: [],
 *   samples: [],
 *   run: { seed: 0 },
 * });
 * console.log(html.startsWith('<!doctype html>')); // true
 * ```
 */
export async function ganReport(given: GanReportData): Promise<string> {
  const data = readGanReport(given, 'ganReport');
  const finding =
    data.evaluations.length > 0
      ? collapse(
          data.evaluations.map(({ step, modes }) => ({ step, counts: modes.counts })),
          { names: data.classes },
        )
      : undefined;
  return renderReport({
    title: data.title,
    subtitle: data.subtitle,
    refreshSeconds: data.refreshSeconds,
    sections: [
      {
        title: 'Result',
        parts: [
          ...figures(data),
          ...(finding ? [verdict(finding)] : []),
          ...(data.notes ?? []).map((text): Part => ({ kind: 'prose', text })),
        ],
      },
      { title: 'What it draws', parts: [...lastSamples(data), ...samplesByClass(data), ...interpolations(data), ...nearestImages(data)] },
      { title: 'How close it comes to the data', parts: [...closeness(data), ...closestPairs(data)] },
      { title: 'Which classes it draws', parts: [...(await survivalCharts(data)), ...(await coverageCharts(data))] },
      { title: 'Training', parts: await trainingCharts(data.curves) },
      { title: 'Samples over time', parts: samplesOverTime(data) },
      { title: 'All figures', parts: table(data) },
      { title: 'What was run', parts: [{ kind: 'facts', title: 'Configuration and machine.', facts: data.run }] },
    ],
  });
}

const HEADLINES: Readonly<Record<Collapse['verdict'], readonly [Verdict['tone'], string]>> = {
  collapse: ['bad', 'Mode collapse'],
  recovered: ['unclear', 'A mode collapse that passed'],
  incomplete: ['bad', 'Classes are missing from the start'],
  none: ['good', 'No mode collapse'],
  undecided: ['unclear', 'Too little to tell'],
};

function verdict({ verdict, sentence }: Collapse): Verdict {
  const [tone, headline] = HEADLINES[verdict];
  const finding = /^[^,.:]*: (.)/; // "Mode collapse: ...", which the headline says
  return { kind: 'verdict', tone, headline, text: sentence.replace(finding, (_, first: string) => first.toUpperCase()) };
}

function figures({ evaluations, real = {}, seconds }: GanReportData): Figures[] {
  const last = evaluations.at(-1);
  if (!last) return [];
  const { modes, frechet, asked } = last;
  const range = modes.modes.interval;
  const list: Figures['figures'][number][] = [
    {
      name: 'Modes covered',
      value: `${modes.modes.value} of ${modes.of}`,
      note: `${range && range.low < range.high ? `${range.low} to ${range.high} at 95 %, ` : ''}${formatNumber(modes.n)} samples`,
    },
    { name: 'KL divergence', value: `${formatNumber(modes.kl.value)} nats`, note: `floor ${formatNumber(modes.klFloor)}` },
  ];
  if (modes.confident) {
    list.push({
      name: 'Clear samples',
      value: formatShare(modes.confident.value),
      note: real.confidentShare === undefined ? '' : `real images ${formatShare(real.confidentShare)}`,
    });
  }
  if (asked !== undefined) list.push({ name: 'Read as asked', value: formatShare(asked), note: 'class asked for = class read' });
  if (frechet) {
    const against = real.frechet === undefined ? '' : `, real against real ${formatNumber(real.frechet)}`;
    list.push({ name: 'Frechet distance', value: formatNumber(frechet.value), note: `floor ${formatNumber(frechet.floor)}${against}` });
  }
  if (seconds !== undefined) list.push({ name: 'Training', value: formatSeconds(seconds), note: `${formatNumber(last.step)} steps` });
  return [{ kind: 'figures', figures: list }];
}

function table({ evaluations, real = {} }: GanReportData): Table[] {
  const last = evaluations.at(-1);
  if (!last) return [];
  const asked = evaluations.some((evaluation) => evaluation.asked !== undefined);
  const rows = evaluations.map(({ step, modes, frechet, asked: share }) => [
    formatNumber(step),
    `${modes.modes.value}`,
    formatNumber(modes.kl.value),
    formatNumber(modes.effective),
    formatShare(modes.confident?.value),
    formatNumber(frechet?.value),
    ...(asked ? [formatShare(share)] : []),
  ]);
  const { modes, frechet } = last;
  const floor = [
    'floor',
    modes.of,
    formatNumber(modes.klFloor),
    formatNumber(modes.of),
    '–',
    formatNumber(frechet?.floor),
    ...(asked ? ['–'] : []),
  ];
  const realRow = [
    'real images',
    '–',
    '–',
    '–',
    formatShare(real.confidentShare),
    formatNumber(real.frechet),
    ...(asked ? [formatShare(real.classifierAccuracy)] : []),
  ];
  return [
    {
      kind: 'table',
      title: 'Every look.',
      caption: `${formatNumber(modes.n)} samples each. Floor: what a perfect generator shows at this number. Real images: of sources the classifier never saw${
        real.classifierAccuracy === undefined ? '' : `; it reads ${formatShare(real.classifierAccuracy)} of them rightly`
      }.`,
      columns: ['step', 'modes', 'KL, nats', 'effective classes', 'sure > 0.9', 'Frechet', ...(asked ? ['as asked'] : [])],
      rows: [...rows, floor, realRow],
    },
  ];
}
