import { config, expected } from '@genlab/core';
import { Counts, counts } from './accumulators/counts.js';
import { count, rows, share } from './arguments.js';
import { type ModeRule, needed, readRule, shares } from './mode-rule.js';
import type { Rows } from './rows.js';
import { unconfuse } from './unconfuse.js';
import { rate, type Score, wilson } from './wilson.js';

/** Samples as a classifier reads them. */
export interface ModesInput {
  /** The class of each sample, 0 to `classes - 1`, or `counts` of them. */
  readonly labels: ArrayLike<number> | Counts;
  /** How sure the classifier is of each, 0 to 1; needed by `threshold` and for `confident`. Not with `Counts`. */
  readonly confidence?: ArrayLike<number>;
  /** Number of classes. */
  readonly classes: number;
  /**
   * The share of each class in the data, `[classes]`; any non-negative weights, e.g. counts of the real set as the same classifier reads
   * it. Uniform by default.
   */
  readonly target?: ArrayLike<number>;
  /**
   * How the classifier reads real samples, `[classes, classes]`, row = true class, column = class read: counts or shares. With it every
   * figure but `counts` is of the shares that most likely lie behind the counts, the classifier's errors taken out; then let `target` be
   * the true shares.
   */
  readonly confusion?: Rows;
  /** Not read: what `ImageClassifier.classify` returns can be spread in here as it is. */
  readonly features?: unknown;
}

/** Options of {@link modes}. */
export interface ModesOptions {
  /** When a class counts as covered. `{ fractionOfExpected: 0.25 }` by default. */
  readonly rule?: ModeRule;
  /** Samples below this confidence are left out of the counts. 0 by default: all count. */
  readonly threshold?: number;
  /** Above this confidence a sample counts as `confident`. 0.9 by default. */
  readonly sure?: number;
}

const { numbers, optional, record } = config;
const readInput = record<ModesInput>({
  labels: (value, path) => (value instanceof Counts ? value : numbers(value, path)),
  confidence: optional(numbers),
  classes: count,
  target: optional(numbers),
  confusion: optional(rows),
  features: (value) => value,
});
const readOptions = record<ModesOptions>({ rule: optional(readRule), threshold: optional(share), sure: optional(share) });

/** What {@link modes} returns. */
export interface Modes {
  /**
   * Number of classes covered. Its interval: how many are covered for sure, and how many may be, with each share at its 95 % Wilson bound.
   */
  readonly modes: Score;
  /** Number of classes with a share in the target: the most that `modes` can be. */
  readonly of: number;
  /**
   * Kullback-Leibler divergence of the sample's shares from the target's, nats; 0 is best, infinite if a class has samples and no share in
   * the target.
   */
  readonly kl: Score;
  /** What `kl` is on average if the shares are the target's: (classes - 1) / 2n. Read `kl` against it. */
  readonly klFloor: number;
  /** `kl` with the bias that its observed classes bring taken off (Miller and Madow). May fall below 0. */
  readonly klMillerMadow: number;
  /** Jensen-Shannon divergence from the target, nats: 0 to log 2, finite whatever is missing. */
  readonly jsd: number;
  /** Total variation distance from the target, 0 to 1. */
  readonly totalVariation: number;
  /** Effective number of classes, e to the entropy: 1 to `classes`. */
  readonly effective: number;
  /** Share of samples that passed `threshold`. */
  readonly accepted: number;
  /** Share of all samples with confidence above `sure`, with its Wilson interval; absent without `confidence`. */
  readonly confident?: Score;
  /** Classes that are not covered, ascending. */
  readonly missing: readonly number[];
  /** Samples of each class as they were read, `[classes]`. */
  readonly counts: Float64Array;
  /** Number of samples counted. */
  readonly n: number;
}

/**
 * How many classes of the data a generator draws, and how evenly.
 *
 * Use it as the first figure against mode collapse, with 100 samples a class or more. The default rule asks for a quarter of a class's
 * expected count. The rule of the papers, `'any'`, is there too, but counts phantoms: a generator that draws 3 letters of 26 covers about
 * 18 by it, as a classifier with 1 % of errors reads 2,600 samples.
 * With p the shares counted and q the target: KL = sum p log (p / q).
 *
 * @throws RangeError on no labels, labels outside the classes, confidence of another length or outside 0 to 1, or a target that is not a
 *   distribution.
 * @example
 * ```ts
 * import { modes } from '@genlab/metrics';
 *
 * const { modes: covered, of, missing } = modes({ labels: [0, 1, 1, 0, 1, 0], classes: 3 });
 * console.log(`${covered.value} of ${of}, missing ${missing}`); // 2 of 3, missing 2
 * ```
 * @see Lin et al., "PacGAN: the power of two samples in generative adversarial networks", 2018, section 4. Differs in the default rule.
 */
export function modes(input: ModesInput, options: ModesOptions = {}): Modes {
  const { labels, confidence, classes, target, confusion } = readInput(input, 'modes');
  const { rule = { fractionOfExpected: 0.25 }, threshold = 0, sure = 0.9 } = readOptions(options, 'modes');
  const all = labels instanceof Counts ? labels : counts(classes).push(labels);
  if (all.classes !== classes) throw new RangeError(expected('modes', `counts of ${classes} classes`, all.classes));
  if (all.n < 1) throw new RangeError(expected('modes', 'at least one label', 'none', 'Take 100 samples a class.'));
  if (confidence) checkConfidence(labels, confidence);
  else if (threshold > 0) throw new RangeError(expected('modes', 'confidence beside a threshold', 'none'));
  const seen = confidence && threshold > 0 ? accept(labels as ArrayLike<number>, confidence, threshold, classes) : all;

  const q = shares('modes', target, classes);
  const n = seen.n;
  const value = confusion && n > 0 ? unconfuse(seen.value(), confusion) : seen.value();
  const need = q.map((share) => needed(rule, share * n));
  const covers = (k: number, count: number) => q[k]! > 0 && n > 0 && count >= need[k]!;
  const missing = [...q.keys()].filter((k) => q[k]! > 0 && !covers(k, value[k]!));
  const of = q.filter((share) => share > 0).length;
  return {
    modes: { value: of - missing.length, interval: n > 0 ? bounds(value, n, covers) : undefined },
    of,
    ...divergences(value, n, q),
    accepted: n / all.n,
    confident: confidence && rate(Array.from(confidence).filter((c) => c > sure).length, all.n),
    missing,
    counts: seen.value(),
    n,
  };
}

function checkConfidence(labels: ArrayLike<number> | Counts, confidence: ArrayLike<number>): void {
  if (labels instanceof Counts)
    throw new TypeError(expected('modes', 'labels beside confidence', 'counts', 'Counts no longer know which sample was which.'));
  if (confidence.length !== labels.length) throw new RangeError(expected('modes', `${labels.length} confidences`, confidence.length));
  const bad = Array.from(confidence).find((c) => !(c >= 0 && c <= 1));
  if (bad !== undefined) throw new RangeError(expected('modes', 'confidence from 0 to 1', bad, 'Probabilities, not logits.'));
}

function accept(labels: ArrayLike<number>, confidence: ArrayLike<number>, threshold: number, classes: number): Counts {
  return counts(classes).push(Array.from(labels).filter((_, i) => confidence[i]! >= threshold));
}

/** Classes covered even at the lower, and those covered at the upper Wilson bound of their share. */
function bounds(value: Float64Array, n: number, covers: (k: number, count: number) => boolean): Score['interval'] {
  const ends = Array.from(value, (count) => wilson(count, n));
  const covered = (end: 'low' | 'high') => ends.filter((interval, k) => covers(k, interval[end] * n)).length;
  return { low: covered('low'), high: covered('high'), level: 0.95, method: 'wilson' };
}

function divergences(value: Float64Array, n: number, q: Float64Array) {
  const p = value.map((count) => count / n);
  const kl = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, x, i) => sum + (x > 0 ? x * Math.log(x / b[i]!) : 0), 0);
  const middle = p.map((x, i) => (x + q[i]!) / 2);
  const toTarget = n > 0 ? kl(p, q) : Number.NaN;
  return {
    kl: { value: toTarget },
    klFloor: (q.length - 1) / (2 * n),
    klMillerMadow: toTarget - (p.filter((x) => x > 0).length - 1) / (2 * n),
    jsd: (kl(p, middle) + kl(q, middle)) / 2,
    totalVariation: p.reduce((sum, x, i) => sum + Math.abs(x - q[i]!), 0) / 2,
    effective: Math.exp(-p.reduce((sum, x) => sum + (x > 0 ? x * Math.log(x) : 0), 0)),
  };
}
