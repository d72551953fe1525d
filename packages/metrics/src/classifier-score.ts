import { config, expected } from '@genlab/core';
import { count } from './arguments.js';
import { asMatrix, type Matrix, type Rows } from './rows.js';
import { meanScore } from './uncertainty/mean-score.js';
import type { Score } from './wilson.js';

/** What {@link classifierScore} returns. */
export interface ClassifierScore extends Score {
  /** Entropy of the mean prediction, nats: variety over classes. */
  readonly marginalEntropy: number;
  /** Mean entropy of a prediction, nats: doubt about single samples. */
  readonly conditionalEntropy: number;
  /** The number of classes: the most that `value` can be. */
  readonly max: number;
  /** Number of samples. */
  readonly n: number;
}

const readOptions = config.record<{ readonly splits?: number }>({ splits: config.optional(count) });

/**
 * The classifier score ("Inception score" if the classifier is Inception): are single predictions sure, and their classes many?
 *
 * Use it to compare with work that reports it; `modes` says more. It never sees the data, and nothing of variety within a class. Read it
 * against the score of real test samples.
 * e to the mean of KL(p(y|x) || p(y)), with p the softmax of the logits and p(y) its mean: 1 to the number of classes, higher is better.
 * Its standard error comes from the spread of those KL terms over the samples; with `splits`, from the scores of the splits.
 *
 * @param logits `[n, classes]`, before the softmax.
 * @param options `splits`: parts, in the order given, whose scores are averaged; 1 by default. Values of other numbers of splits do not
 *   compare.
 * @throws RangeError on no samples, fewer samples than splits, NaN or infinite logits.
 * @example
 * ```ts
 * import { classifierScore } from '@genlab/metrics';
 *
 * const logits = { data: [9, 0, 0, 0, 9, 0, 0, 0, 9], shape: [3, 3] };
 * console.log(classifierScore(logits).value); // 2.99: sure, and of all three classes
 * ```
 * @see Salimans et al., "Improved techniques for training GANs", 2016, section 4.
 */
export function classifierScore(logits: Rows, options: { readonly splits?: number } = {}): ClassifierScore {
  const { splits = 1 } = readOptions(options, 'classifierScore');
  const { data, rows, cols } = asMatrix('classifierScore', logits);
  if (rows < splits) throw new RangeError(expected('classifierScore', `at least one sample for each of ${splits} splits`, rows));
  const logs = logSoftmax({ data, rows, cols });
  const part = (s: number) => Math.floor((s * rows) / splits);
  const parts = Array.from({ length: splits }, (_, s) => terms(logs, cols, part(s), part(s + 1)));
  const whole = terms(logs, cols, 0, rows);
  const scores = parts.map(({ kl }) => Math.exp(meanScore(kl).value));
  return {
    ...(splits > 1 ? meanScore(scores, 'blocks') : exponential(meanScore(whole.kl))),
    marginalEntropy: entropy(whole.marginal),
    conditionalEntropy: entropy(whole.marginal) - meanScore(whole.kl).value,
    max: cols,
    n: rows,
  };
}

/** e to a score: its error by the delta method, its interval by its ends. */
function exponential({ value, se, interval }: Score): Score {
  if (se === undefined || !interval) return { value: Math.exp(value) };
  return {
    value: Math.exp(value),
    se: se * Math.exp(value),
    interval: { ...interval, low: Math.exp(interval.low), high: Math.exp(interval.high) },
  };
}

function logSoftmax({ data, rows, cols }: Matrix): Float64Array {
  const out = Float64Array.from(data);
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * cols, (i + 1) * cols);
    const most = row.reduce((a, b) => Math.max(a, b));
    const log = most + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    for (let c = 0; c < cols; c++) row[c]! -= log;
  }
  return out;
}

/** Mean prediction of some rows, and the KL divergence of each prediction from it. */
function terms(logs: Float64Array, cols: number, from: number, to: number): { marginal: Float64Array; kl: Float64Array } {
  const marginal = new Float64Array(cols);
  for (let i = from * cols; i < to * cols; i++) marginal[i % cols]! += Math.exp(logs[i]!) / (to - from);
  const kl = Float64Array.from({ length: to - from }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < cols; c++) {
      const log = logs[(from + i) * cols + c]!;
      const p = Math.exp(log);
      if (p > 0) sum += p * (log - Math.log(marginal[c]!));
    }
    return sum;
  });
  return { marginal, kl };
}

function entropy(p: Float64Array): number {
  return -p.reduce((sum, value) => sum + (value > 0 ? value * Math.log(value) : 0), 0);
}
