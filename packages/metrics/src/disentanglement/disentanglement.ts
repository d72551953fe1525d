import { config, expected, Rng } from '@genlab/core';
import { count, rows as readRows, seed as readSeed } from '../arguments.js';
import { atLeast } from '../at-least.js';
import { labelsOf } from '../labels.js';
import { asMatrix, type Matrix, type Rows } from '../rows.js';
import { binned, columnOf, entropy, mutualInformation } from './mutual-information.js';
import { concentration, meanGap, modularityOf, squaredCorrelation, transposed } from './scores.js';

/** Options of {@link disentanglement}. */
export interface DisentanglementOptions {
  /** Bins of one width into which each code is put. 20 by default. */
  readonly bins?: number;
  /**
   * How much each code says of each factor, `[codes, factors]`, not negative: coefficients or importances of a regressor of your own.
   * Mutual information by default.
   */
  readonly importance?: Rows;
  /** Times the rows of factors are shuffled for `floor`. 10 by default. */
  readonly shuffles?: number;
  /** Seed of the shuffles. 0 by default. */
  readonly seed?: number;
}

const { integer, optional, record } = config;
const readOptions = record<DisentanglementOptions>({
  bins: optional(integer({ least: 2 })),
  importance: optional(readRows),
  shuffles: optional(count),
  seed: optional(readSeed),
});

/** The scores themselves, each 0 to 1 and higher is better. */
export interface DisentanglementScores {
  /**
   * Mutual information gap: how much more the best code says of a factor than the second best, in shares of the factor's entropy. NaN for
   * one code.
   */
  readonly mig: number;
  /** The same gap in R^2 of a linear fit (separated attribute predictability); for factors whose numbers mean amounts. NaN for one code. */
  readonly sap: number;
  /** How much each code keeps to one factor, squares of mutual information. Dead codes count 0. NaN for one factor. */
  readonly modularity: number;
  /** DCI: how few factors each code speaks of, by `importance`. NaN for one factor. */
  readonly disentanglement: number;
  /** DCI: how few codes each factor is in, by `importance`. NaN for one code. */
  readonly completeness: number;
}

/** What {@link disentanglement} returns. */
export interface Disentanglement extends DisentanglementScores {
  /** The same scores with the factors shuffled against the codes, on average: what codes that know nothing get at this n. */
  readonly floor: DisentanglementScores;
  /** Mutual information of each code (row) with each factor (column), nats, `[codes, factors]`. */
  readonly mi: Matrix;
  /** What an entry of `mi` is above the truth on average: (bins - 1)(levels - 1) / 2n, mean over the factors. */
  readonly miFloor: number;
  /** Number of rows. */
  readonly n: number;
}

/**
 * Whether each code of a latent space stands for one factor of the data, and each factor for one code.
 *
 * Use it where factors are known (grammar, genre, variation), with 10,000 rows; read every score against its `floor`, as histograms find
 * information in noise.
 * MIG and modularity rest on mutual information with codes in equal bins; SAP on R^2.
 *
 * What it can't see: codes that hold a factor together (a rotated pair scores as two bad codes); factors that are correlated have scores
 * below 1 however good the codes.
 * Outliers empty the bins: clip them. Scores of other bins, or of sampled codes, don't compare. No unit, nats for `mi`.
 *
 * @param x `codes` `[n, c]` (posterior means, say), `factors` `[n, f]` of integers from 0, each with at least two values.
 * @throws RangeError on fewer than 2 rows, other lengths, factors that are no integers or never vary, fewer than 2 bins.
 * @example
 * ```ts
 * import { disentanglement } from '@genlab/metrics';
 *
 * const factors = { data: Array.from({ length: 320 }, (_, i) => (i >> (i % 2 === 0 ? 1 : 3)) & 3), shape: [160, 2] }; // all pairs of 0 to 3, ten times
 * const { mig, floor } = disentanglement({ codes: factors, factors }); // every code is a factor
 * console.log(mig > 0.9, floor.mig < 0.1); // true true
 * ```
 * @see Chen et al., "Isolating sources of disentanglement in variational autoencoders", 2018 (MIG). Kumar et al., 2018 (SAP). Ridgeway and
 *   Mozer, 2018 (modularity).
 * Eastwood and Williams, "A framework for the quantitative evaluation of disentangled representations", 2018 (DCI).
 */
export function disentanglement(
  x: { readonly codes: Rows; readonly factors: Rows },
  options: DisentanglementOptions = {},
): Disentanglement {
  const { codes, factors } = Object(x) as typeof x;
  const { bins = 20, importance, shuffles = 10, seed = 0 } = readOptions(options, 'disentanglement');
  const z = asMatrix('disentanglement (codes)', codes);
  const v = asMatrix('disentanglement (factors)', factors);
  atLeast('disentanglement', 'the number of rows', z.rows, 2);
  if (v.rows !== z.rows) throw new RangeError(expected('disentanglement', `${z.rows} rows of factors, one a row of codes`, v.rows));
  const given = importance && readImportance(importance, z.cols, v.cols);

  const columns = Array.from({ length: z.cols }, (_, i) => columnOf(z, i));
  const levels = Array.from({ length: v.cols }, (_, j) => labelsOf('disentanglement (factors)', columnOf(v, j), v.rows));
  const constant = levels.findIndex((level) => entropy(level) === 0);
  if (constant >= 0) throw new RangeError(expected('disentanglement', 'factors that vary', `one value in column ${constant}`));
  const known = { columns, bins: columns.map((column) => binned(column, bins)), importance: given };

  const rng = new Rng(seed);
  const shuffled = Array.from({ length: shuffles }, () => {
    const order = rng.permutation(v.rows);
    return scores(
      known,
      levels.map((level) => level.map((_, i) => level[order[i]!]!)),
    );
  });
  const { mi, ...found } = scores(known, levels);
  const mean = (of: keyof DisentanglementScores) => shuffled.reduce((sum, one) => sum + one[of], 0) / shuffles;
  return {
    ...found,
    floor: {
      mig: mean('mig'),
      sap: mean('sap'),
      modularity: mean('modularity'),
      disentanglement: mean('disentanglement'),
      completeness: mean('completeness'),
    },
    mi,
    miFloor: levels.reduce((sum, level) => sum + ((bins - 1) * (new Set(level).size - 1)) / (2 * v.rows * v.cols), 0),
    n: z.rows,
  };
}

interface Codes {
  readonly columns: readonly Float64Array[];
  readonly bins: readonly Int32Array[];
  readonly importance?: Matrix;
}

function scores({ columns, bins, importance }: Codes, levels: readonly Int32Array[]): DisentanglementScores & { mi: Matrix } {
  const pairs = (of: (code: number, level: Int32Array) => number): Matrix => ({
    data: Float64Array.from({ length: columns.length * levels.length }, (_, at) =>
      of(Math.floor(at / levels.length), levels[at % levels.length]!),
    ),
    rows: columns.length,
    cols: levels.length,
  });
  const mi = pairs((code, level) => Math.max(0, mutualInformation(bins[code]!, level)));
  const weights = importance ?? mi;
  return {
    mig: meanGap(mi, levels.map(entropy)),
    sap: meanGap(
      pairs((code, level) => squaredCorrelation(columns[code]!, level)),
      levels.map(() => 1),
    ),
    modularity: modularityOf(mi),
    disentanglement: concentration(weights),
    completeness: concentration(transposed(weights)),
    mi,
  };
}

function readImportance(importance: Rows, codes: number, factors: number): Matrix {
  const matrix = asMatrix('disentanglement (importance)', importance);
  if (matrix.rows !== codes || matrix.cols !== factors) {
    throw new RangeError(expected('disentanglement', `importance of shape [${codes},${factors}]`, `[${matrix.rows},${matrix.cols}]`));
  }
  const bad = Array.from(matrix.data).find((weight) => weight < 0);
  if (bad !== undefined) throw new RangeError(expected('disentanglement', 'importance of 0 or more', bad));
  return matrix;
}
