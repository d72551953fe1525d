import type { Part, Table } from '../page/parts.js';
import { renderReport } from '../page/render-report.js';
import { histograms, levelTable, maps } from './level-charts.js';
import { readVaeReport } from './read-vae-report.js';
import { likelihoodTable, vaeTrainingCharts } from './training-charts.js';
import type { VaeReportData } from './vae-report-data.js';

/**
 * The report of a hierarchical VAE's training as one HTML page: its likelihood beside the limit, what each level of latents holds, maps and
 * histograms of them, bars of drums to read and to hear, figures of rhythm beside real ones, losses and schedule, and what was run.
 *
 * Use it at the end of a run, or again and again during one. What is not given is left out.
 *
 * @param given Plain data; curves of any length are thinned.
 * @returns The page: nothing fetched; no script but the one that plays bars, if there are any.
 * @throws TypeError or RangeError that names what is wrong: `vaeReport.curves.loss: expected ...`.
 *
 * @example
 * ```ts
 * import { vaeReport } from '@genlab/report';
 *
 * const html = await vaeReport({
 *   title: 'A VAE at its first steps',
 *   figures: [{ name: 'NLL', value: '36.5 nats' }],
 *   curves: { loss: { steps: [1, 2], values: [90, 60] }, kl: [] }, // history.series('loss') is one
 *   ...{ levels: [], labels: [], likelihoods: [], rolls: [], rhythm: [] },
 *   run: { seed: 0 },
 * });
 * console.log(html.startsWith('<!doctype html>')); // true
 * ```
 */
export async function vaeReport(given: VaeReportData): Promise<string> {
  const data = readVaeReport(given, 'vaeReport');
  const { title, subtitle, figures, notes = [], levels, rolls, run } = data;
  return renderReport({
    title,
    subtitle,
    sections: [
      {
        title: 'Result',
        parts: [
          ...(figures.length > 0 ? [{ kind: 'figures', figures } as const] : []),
          ...levels.map(({ verdict }): Part => ({ kind: 'verdict', ...verdict })),
          ...notes.map((text): Part => ({ kind: 'prose', text })),
        ],
      },
      { title: 'What it plays', parts: [...rolls.map((part): Part => ({ kind: 'rolls', ...part })), ...rhythmTable(data)] },
      { title: 'What the levels hold', parts: [...levelTable(data), ...(await maps(data))] },
      { title: 'Training', parts: [...(await vaeTrainingCharts(data)), ...likelihoodTable(data)] },
      { title: 'Every dimension', parts: [...explanation(data), ...(await histograms(data))] },
      { title: 'What was run', parts: [{ kind: 'facts', title: 'Configuration and machine.', facts: run }] },
    ],
  });
}

function rhythmTable({ rhythm }: VaeReportData): Table[] {
  if (rhythm.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'Generated bars beside real ones.',
      columns: ['figure', 'generated', 'real', ''],
      rows: rhythm.map(({ name, generated, real, note = '' }) => [name, generated, real, note]),
    },
  ];
}

function explanation({ levels }: VaeReportData): Part[] {
  if (levels.length === 0) return [];
  const text =
    'Bars: the posterior means of all items, less the mean of the prior and in its standard deviations. Line: the standard normal. A dimension is active where these means move with the data (variance above 0.01); one that is not carries nothing. The number is its KL, nats.';
  return [{ kind: 'prose', text }];
}
