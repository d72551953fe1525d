import { availableParallelism, cpus } from 'node:os';
import { formatNumber, formatSeconds, formatShare, type VaeReportData, vaeReport } from '@genlab/report';
import { labelsOf, levelOf } from './level-section.js';
import { klWeights } from './model.js';
import { rhythmFigures, studyScores } from './rhythm-figures.js';
import { rollsOf } from './rolls.js';
import type { Finished } from './write-run.js';

/** The run as one page. */
export async function reportOf(finished: Finished): Promise<string> {
  const { config, data, result, findings, judge, showcase } = finished;
  const { history } = result;
  const { elbo, iwae, limit, baselines, generation } = findings;
  const count = data.train.genres.length;
  const logged = history.series('loss').steps;
  const weights = klWeights(config, count);
  const kls = (of: typeof elbo.train) => ({ nll: of.nll, kl: of.kl, negativeElbo: -of.elbo });
  return vaeReport({
    title: config.preset === 'seed' ? 'The VAE of the study, measured honestly' : 'A VAE that plays drums',
    subtitle: `${data.name}, preset ${config.preset}, seed ${config.seed}`,
    figures: figures(finished),
    notes: notes(finished),
    levels: findings.levels.map((level, i) => levelOf(level, i, finished)),
    labels: labelsOf(data),
    curves: {
      loss: history.series('loss'),
      validation: history.series('validation'),
      kl: config.latentDims.map((_, level) => history.series(`kl${level}`)),
      klWeight: weights.map((weight) => ({ steps: logged, values: logged.map((step) => weight(step - 1)) })),
    },
    likelihoods: [
      { name: 'training', ...kls(elbo.train) },
      { name: 'validation', ...kls(elbo.validation), iwae: { value: iwae.nll, se: iwae.standardError }, limit },
    ],
    baselines: [
      { name: 'this model', value: iwae.nll.toFixed(2), note: `importance-weighted, ${formatNumber(iwae.k)} draws: an upper bound` },
      { name: 'independent cells', value: baselines.independentCells.toFixed(2), note: 'one table a genre, counted in the training bars' },
      {
        name: 'nearest training bar',
        value: baselines.nearestBar.nll.toFixed(2),
        note: `any training bar, each cell flipped with chance ${baselines.nearestBar.flip}, the best one for these bars`,
      },
    ],
    rolls: rollsOf(showcase, data, judge, config.conditional),
    rhythm: [...rhythmFigures(generation.patterns, generation.real), ...(config.preset === 'seed' ? studyScores(finished) : [])],
    run: facts(finished),
  } satisfies VaeReportData);
}

function figures({ result, findings, judge, data }: Finished): VaeReportData['figures'] {
  const { elbo, iwae, limit, levels, generation, variation } = findings;
  const [high, low] = levels;
  const holds = elbo.validation.kl[0] as number;
  // Readers enlarge differences of any size.
  const empty = holds < 0.05 ? `; but the level holds ${holds.toFixed(2)} nats: no draw of it tells anything` : '';
  return [
    {
      name: 'Negative log-likelihood',
      value: `${iwae.nll.toFixed(2)} nats`,
      note: limit === undefined ? 'a bar; less is better' : `a bar; no model gets below ${limit.toFixed(2)}`,
    },
    {
      name: 'Genre as asked',
      value: formatShare(generation.genreAccuracy),
      note: `of ${formatNumber(generation.patterns.n)} bars, read by ${judge.name}; real bars ${formatShare(judge.accuracy)}; chance ${formatShare(1 / data.genres.length)}`,
    },
    {
      name: 'z_high tells the genre',
      value: formatShare(high?.genreProbe.accuracy.value),
      note: `to a linear reader, of validation bars${empty}`,
    },
    low?.variationProbe
      ? {
          name: 'z_low tells the variation',
          value: formatShare(low.variationProbe.accuracy.value),
          note: `and the genre in ${formatShare(low.genreProbe.accuracy.value)}, to linear readers`,
        }
      : { name: 'z_low tells the genre', value: formatShare(low?.genreProbe.accuracy.value), note: 'beyond what z_high says' },
    {
      name: 'New variations keep the genre',
      value: formatShare(variation.keepsGenre),
      note: `two of them differ in ${variation.cellsApart.toFixed(1)} cells`,
    },
    { name: 'Training', value: formatSeconds(result.seconds), note: `${formatNumber(result.steps)} steps` },
  ];
}

/** What was run, and on what. */
function facts({ config, data, result, summary, totalSeconds }: Finished): Record<string, unknown> {
  return {
    ...config,
    seed: String(config.seed), // as it is typed
    data: `${data.name}: ${formatNumber(data.train.genres.length)} bars to train on, ${formatNumber(data.validation.genres.length)} to validate with`,
    backend: summary.backend,
    'steps done': result.steps,
    'time of training': formatSeconds(result.seconds),
    'time in all': formatSeconds(totalSeconds),
    node: process.version,
    machine: `${process.platform} ${process.arch}, ${availableParallelism()} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  };
}

function notes({ result, data, config }: Finished): string[] {
  const { history, diverged } = result;
  return [
    ...(config.preset === 'seed'
      ? [
          'This is the study’s own wiring: the high level is drawn from a sample of the low one, and the decoder is never given it. The study reported “clear separation of genres” in it and “style-consistent” generation; the figures above are of the same model.',
        ]
      : []),
    ...(config.conditional
      ? [
          `In training a bar is charged for its distance from the prior of its own genre; all other figures take the mixture of these priors, up to ${Math.log(data.genres.length).toFixed(2)} nats more.`,
        ]
      : []),
    ...data.notes,
    ...(diverged !== undefined
      ? [`The training diverged: at step ${formatNumber(diverged)} a loss was no longer a number, and it ended there.`]
      : []),
    ...(history.end === 'aborted' && diverged === undefined ? ['The training was stopped before its end: this is what there was.'] : []),
    ...data.attributions,
  ];
}
