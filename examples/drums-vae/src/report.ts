import { availableParallelism, cpus } from 'node:os';
import type { Patterns, Score } from '@genlab/metrics';
import { type LatentLevel, type RhythmFigure, type VaeReportData, vaeReport } from '@genlab/report';
import type { LevelDiagnosis } from '@genlab/vae';
import { barAt, CELLS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import type { LevelFindings } from './evaluation.js';
import { neighbourMap, principalComponents } from './latents/maps.js';
import { klWeights } from './model.js';
import { rollsOf } from './rolls.js';
import { studyDiversity, studyValidity } from './study-scores.js';
import type { Finished } from './write-run.js';

/** Points of a map: enough to see, few enough to draw. */
const MAPPED = 500;
const LEVELS = ['z_high', 'z_low'];

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
      { name: 'this model', value: iwae.nll.toFixed(2), note: `importance-weighted, ${iwae.k} draws: an upper bound` },
      { name: 'independent cells', value: baselines.independentCells.toFixed(2), note: 'one table a genre, counted in the training bars' },
      {
        name: 'nearest training bar',
        value: baselines.nearestBar.nll.toFixed(2),
        note: `any training bar, each cell flipped with chance ${baselines.nearestBar.flip}, the best one for these bars`,
      },
    ],
    rolls: rollsOf(showcase, data, judge, config.conditional),
    rhythm: [...rhythm(generation.patterns, generation.real), ...(config.preset === 'seed' ? studyScores(finished) : [])],
    run: facts(finished),
  } satisfies VaeReportData);
}

function figures({ result, findings, judge, data }: Finished): VaeReportData['figures'] {
  const { iwae, limit, levels, generation, variation } = findings;
  const percent = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(1)} %`);
  const [high, low] = levels;
  return [
    {
      name: 'Negative log-likelihood',
      value: `${iwae.nll.toFixed(2)} nats`,
      note: limit === undefined ? 'a bar; less is better' : `a bar; no model gets below ${limit.toFixed(2)}`,
    },
    {
      name: 'Genre as asked',
      value: percent(generation.genreAccuracy),
      note: `of ${generation.patterns.n} bars, read by ${judge.name}; real bars ${percent(judge.accuracy)}; chance ${percent(1 / data.genres.length)}`,
    },
    { name: 'z_high tells the genre', value: percent(high?.genreProbe.accuracy.value), note: 'to a linear reader, of validation bars' },
    low?.variationProbe
      ? {
          name: 'z_low tells the variation',
          value: percent(low.variationProbe.accuracy.value),
          note: `and the genre only in ${percent(low.genreProbe.accuracy.value)}`,
        }
      : { name: 'z_low tells the genre', value: percent(low?.genreProbe.accuracy.value), note: 'beyond what z_high says' },
    {
      name: 'New variations keep the genre',
      value: percent(variation.keepsGenre),
      note: `two of them differ in ${variation.cellsApart.toFixed(1)} cells`,
    },
    { name: 'Training', value: `${result.seconds.toFixed(0)} s`, note: `${result.steps} steps` },
  ];
}

function levelOf(
  { posterior, genreProbe, variationProbe, codes }: LevelFindings,
  level: number,
  { findings, config, data }: Finished,
): LatentLevel {
  const dims = posterior.of;
  const shown = {
    data: codes.offsets.data.subarray(0, MAPPED * dims),
    shape: [Math.min(MAPPED, data.validation.genres.length), dims] as const,
  };
  const { elbo, diagnosis } = findings;
  const found = diagnosis.levels[level] as LevelDiagnosis;
  const name = LEVELS[level] as string;
  return {
    name,
    kl: elbo.validation.kl[level] as number,
    activeUnits: posterior.activeUnits,
    of: dims,
    mutualInformation: posterior.mutualInformation.value,
    probes: [
      { name: 'genre', accuracy: genreProbe.accuracy, chance: genreProbe.chance },
      ...(variationProbe ? [{ name: 'variation', accuracy: variationProbe.accuracy, chance: variationProbe.chance }] : []),
    ],
    deltaNll: found.deltaNll,
    verdict: verdictOf(name, found),
    codes: codes.offsets.data,
    klPerDimension: elbo.validation.klPerDimension[level] as readonly number[],
    active: Array.from({ length: dims }, (_, dimension) => !posterior.collapsed.includes(dimension)),
    maps: [neighbourMap(shown, config.seed), principalComponents(shown)],
  };
}

const HEADLINES: Readonly<Record<LevelDiagnosis['verdict'], readonly ['good' | 'bad' | 'unclear', string]>> = {
  active: ['good', 'is in use'],
  ignored: ['bad', 'is ignored by the decoder'],
  collapsed: ['bad', 'has collapsed'],
  nothingToLearn: ['good', 'has nothing to learn'],
};

function verdictOf(name: string, { verdict, advice, kl, activeUnits, of, deltaNll }: LevelDiagnosis): LatentLevel['verdict'] {
  const [tone, headline] = HEADLINES[verdict];
  const holds = `It holds ${kl.toFixed(2)} nats in ${activeUnits} of ${of} dimensions; drawn from its prior instead, it costs the reconstruction ${deltaNll.toFixed(2)} nats.`;
  return { tone, headline: `${name} ${headline}`, text: verdict === 'active' ? holds : `${holds} ${advice}` };
}

function labelsOf({ genres, grammar, validation }: Dataset): VaeReportData['labels'] {
  const { variations } = validation;
  return [
    { name: 'genre', classes: genres, values: validation.genres.subarray(0, MAPPED) },
    ...(grammar && variations && grammar.variations > 1
      ? [{ name: 'variation', classes: grammar.variationNames, values: variations.subarray(0, MAPPED) }]
      : []),
  ];
}

function rhythm(generated: Patterns, real: Patterns): RhythmFigure[] {
  const figure = (name: string, read: (of: Patterns) => Score | undefined, note: string, digits = 3): RhythmFigure => {
    const text = (score: Score | undefined) =>
      score === undefined ? '–' : `${score.value.toFixed(digits)}${score.se === undefined ? '' : ` ± ${score.se.toFixed(digits)}`}`;
    return { name, generated: text(read(generated)), real: text(read(real)), note };
  };
  return [
    figure('density', (of) => of.density, 'share of cells that are struck'),
    figure('syncopation', (of) => of.syncopation, 'Longuet-Higgins and Lee, all instruments', 2),
    figure('diversity', (of) => of.diversity, 'mean Jaccard distance of two bars'),
    figure('novelty', (of) => of.novelty, 'share of bars that are no training bar'),
    figure('distance to the training bars', (of) => of.nearestTrain, 'share of cells that differ from the nearest'),
    figure('validity', (of) => of.valid, 'share of bars without a fault'),
    figure('halves alike', (of) => of.selfSimilarity, 'Jaccard similarity of the two halves'),
  ];
}

/** What the study's own scores would have said; of real bars beside, which they hardly tell from noise. */
function studyScores({ data, findings }: Finished): RhythmFigure[] {
  const { bars } = findings.generation;
  const real = data.validation.patterns.subarray(0, bars.length);
  const validity = (patterns: Uint8Array) => {
    const count = patterns.length / CELLS;
    return (
      Array.from({ length: count }, (_, i) => studyValidity(barAt(patterns, i))).reduce((sum, value) => sum + value, 0) / count
    ).toFixed(3);
  };
  return [
    { name: 'the study’s “validity”', generated: validity(bars), real: validity(real), note: 'noise of one half scores nearly as high' },
    {
      name: 'the study’s “diversity”',
      generated: studyDiversity(bars).toFixed(3),
      real: studyDiversity(real).toFixed(3),
      note: 'noise of one half scores 0.5',
    },
  ];
}

/** What was run, and on what. */
function facts({ config, data, result, summary, totalSeconds }: Finished): Record<string, unknown> {
  return {
    ...config,
    data: `${data.name}: ${data.train.genres.length} bars to train on, ${data.validation.genres.length} to validate with`,
    backend: summary.backend,
    'steps done': result.steps,
    'seconds of training': summary.seconds,
    'seconds in all': Math.round(totalSeconds),
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
    ...(diverged !== undefined ? [`The training diverged: at step ${diverged} a loss was no longer a number, and it ended there.`] : []),
    ...(history.end === 'aborted' && diverged === undefined ? ['The training was stopped before its end: this is what there was.'] : []),
    ...data.attributions,
  ];
}
