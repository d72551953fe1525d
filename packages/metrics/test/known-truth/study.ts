import {
  frechet,
  interval,
  kernelDistance,
  type Matrix,
  manifold,
  memorisation,
  modes,
  neighbours,
  oneNearestNeighbour,
  type Score,
} from '../../src/index.js';
import type { Eyes } from './eyes.js';
import type { Generator } from './generators.js';
import { draw, letters } from './glyphs.js';

/** Samples a set. */
const N = 600;

/** One figure: its value, its interval, and whether it raises the alarm by its own rule. */
export interface Finding extends Score {
  readonly alarm: boolean;
}

/**
 * The figures of the study, in the order of its table, with the rule by which each raises the alarm. All intervals are those that the
 * library gives by default: 95 %.
 */
export const rules = {
  modes: 'a letter is missing even at the upper end of the interval',
  frechet: 'the interval (halves without replacement) is above the floor',
  kernelDistance: 'the interval is above 0',
  precision: 'the interval is below that of real samples against real ones',
  recall: 'the same',
  density: 'the interval does not hold 1',
  coverage: 'the interval is below `expectedCoverage`',
  oneNearestNeighbour: 'the interval does not hold `chance`',
  memorisation: 'z, in pixels, is below -3',
} as const;

/** Names of the figures. */
export type Figure = keyof typeof rules;

/** Real samples that every generator is measured against, and that the memorising ones have learnt. */
export interface Truth {
  readonly eyes: Eyes;
  readonly train: Matrix;
  readonly test: Matrix;
  /** What real samples give: the measure of precision and recall. */
  readonly realReal: { readonly precision: Score; readonly recall: Score };
}

/** The real samples of a seed. */
export function truth(eyes: Eyes, seed: number): Truth {
  const [train, test] = [draw(N, seed), draw(N, seed + 1)];
  const { precision, recall } = manifold({ real: eyes.features(test), fake: eyes.features(draw(N, seed + 2)) });
  return { eyes, train, test, realReal: { precision, recall } };
}

/** What every figure says of a generator. */
export function examine({ eyes, train, test, realReal }: Truth, { sample }: Generator, seed: number): Record<Figure, Finding> {
  const images = sample(train, N, seed);
  const [real, fake] = [eyes.features(test), eyes.features(images)];
  const covered = modes({ labels: eyes.read(fake), classes: letters.length });
  const distance = interval({ real, fake }, (sets) => frechet(sets).value, { repeats: 30, seed });
  const kernel = kernelDistance({ real, fake }, { seed });
  const knn = neighbours({ real, fake });
  const { precision, recall, density, coverage, expectedCoverage } = manifold(knn);
  const nearest = oneNearestNeighbour(knn);
  const copied = memorisation({ train, fake: images, test });
  return {
    modes: { ...covered.modes, alarm: covered.modes.interval!.high < covered.of },
    frechet: { ...distance, alarm: distance.interval!.low > frechet({ real, fake }).floor },
    kernelDistance: { ...kernel, alarm: kernel.interval!.low > 0 },
    precision: { ...precision, alarm: precision.interval!.high < realReal.precision.interval!.low },
    recall: { ...recall, alarm: recall.interval!.high < realReal.recall.interval!.low },
    density: { ...density, alarm: misses(density, 1) },
    coverage: { ...coverage, alarm: coverage.interval!.high < expectedCoverage },
    oneNearestNeighbour: { ...nearest, alarm: misses(nearest, nearest.chance) },
    memorisation: { value: copied.z!, alarm: copied.z! < -3 },
  };
}

/** Whether an interval does not hold a value: these two figures can err on both sides. */
function misses({ interval }: Score, truth: number): boolean {
  return truth < interval!.low || truth > interval!.high;
}
