import type { Patterns, Score } from '@genlab/metrics';
import type { RhythmFigure } from '@genlab/report';
import { barAt, CELLS } from './data/bars.js';
import { studyDiversity, studyValidity } from './study-scores.js';
import type { Finished } from './write-run.js';

/** Generated bars beside real ones, each figure with its 95 % interval. */
export function rhythmFigures(generated: Patterns, real: Patterns): RhythmFigure[] {
  const figure = (name: string, read: (of: Patterns) => Score | undefined, note: string, digits = 3): RhythmFigure => {
    const text = (score: Score | undefined) => {
      if (score === undefined) return '–';
      const { value, interval } = score;
      return `${value.toFixed(digits)}${interval ? ` (${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)})` : ''}`;
    };
    return { name, generated: text(read(generated)), real: text(read(real)), note };
  };
  return [
    figure('density', (of) => of.density, 'share of cells that are struck; in brackets 95 % intervals, here and below'),
    figure('syncopation', (of) => of.syncopation, 'Longuet-Higgins and Lee, all instruments', 2),
    figure('diversity', (of) => of.diversity, 'mean Jaccard distance of two bars'),
    figure('novelty', (of) => of.novelty, 'share of bars that are no training bar'),
    figure('distance to the training bars', (of) => of.nearestTrain, 'share of cells that differ from the nearest'),
    figure('validity', (of) => of.valid, 'share of bars without a fault'),
    figure('halves alike', (of) => of.selfSimilarity, 'Jaccard similarity of the two halves'),
  ];
}

/** What the study's own scores would have said; of real bars beside, which they hardly tell from noise. */
export function studyScores({ data, findings }: Finished): RhythmFigure[] {
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
