import { config, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { count } from '../option-readers.js';
import { checkData, type Evaluation, rowsOf } from './evaluation.js';
import { infer, logPriorRatio } from './inference.js';
import { type Labels, labelTensor } from './labels.js';
import { readLabels, readSeed } from './option-readers.js';

/** Options of {@link HierarchicalVAE.logWeights} and {@link HierarchicalVAE.iwae}. */
export interface ImportanceOptions {
  /** Draws an item; 1000. */
  readonly k?: number;
  /** One class an item: then the bound is one on log p(x | label); none. */
  readonly labels?: Labels;
  /** Fixes the draws; 0. */
  readonly seed?: number;
}

/** Log importance weights, row-major: a row an item. */
export interface LogWeights {
  /** log p(x, z) - log q(z | x), in nats. */
  readonly data: Float64Array;
  /** [n, k] */
  readonly shape: readonly [number, number];
}

/** The importance-weighted bound on log p(x). */
export interface Iwae {
  /** -mean of the bound: an upper bound on the negative log-likelihood in nats, which k draws make tighter. */
  readonly nll: number;
  /** Standard error of that mean over the items. */
  readonly standardError: number;
  /** The bound for each item, in nats. */
  readonly bounds: Float64Array;
  /** Draws an item. */
  readonly k: number;
}

const DRAWS_AT_ONCE = 4096;

const { optional, record } = config;
const readOptions = record<ImportanceOptions>({ k: optional(count), labels: optional(readLabels), seed: optional(readSeed) });

export async function logWeightsOf(model: Evaluation, x: tf.Tensor, options: ImportanceOptions): Promise<LogWeights> {
  const where = 'HierarchicalVAE.logWeights';
  const { k = 1000, ...rest } = readOptions(options, where);
  const n = checkData(where, model, x);
  const data = new Float64Array(n * k);
  await forEachPart(where, model, x, { k, ...rest }, (item, draw, weights, rows) => {
    for (let row = 0; row < rows; row++) {
      const draws = weights.length / rows;
      data.set(weights.subarray(row * draws, (row + 1) * draws), (item + row) * k + draw);
    }
  });
  return { data, shape: [n, k] };
}

export async function iwaeOf(model: Evaluation, x: tf.Tensor, options: ImportanceOptions): Promise<Iwae> {
  const where = 'HierarchicalVAE.iwae';
  const { k = 1000, ...rest } = readOptions(options, where);
  const n = checkData(where, model, x);
  const largest = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(n); // of exp(weight - largest)
  await forEachPart(where, model, x, { k, ...rest }, (item, _, weights, rows) => {
    const draws = weights.length / rows;
    for (const [i, weight] of weights.entries()) {
      const at = item + Math.floor(i / draws);
      const most = Math.max(largest[at] as number, weight);
      sums[at] = (sums[at] as number) * Math.exp((largest[at] as number) - most) + Math.exp(weight - most);
      largest[at] = most;
    }
  });
  const bounds = sums.map((sum, i) => (largest[i] as number) + Math.log(sum / k));
  const mean = bounds.reduce((sum, bound) => sum + bound, 0) / n;
  const variance = bounds.reduce((sum, bound) => sum + (bound - mean) ** 2, 0) / Math.max(1, n - 1);
  return { nll: -mean, standardError: Math.sqrt(variance / n), bounds, k };
}

/** Calls `part` with the weights of some draws of some items: [rows, draws], beginning with item number `item` and draw number `draw`. */
async function forEachPart(
  where: string,
  model: Evaluation,
  x: tf.Tensor,
  { k, labels, seed = 0 }: ImportanceOptions & { readonly k: number },
  part: (item: number, draw: number, weights: Float32Array, rows: number) => void,
): Promise<void> {
  const n = x.shape[0] as number;
  const classes = labelTensor(where, labels, n, model.decoder.classes);
  const rng = new Rng(seed).fork('importance');
  const rowsAtOnce = Math.max(1, Math.floor(DRAWS_AT_ONCE / k));
  try {
    for (let item = 0; item < n; item += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, n - item);
      const items = tf.tidy(() => {
        const data = rowsOf(x, item, item + rows);
        return { data, features: model.encoder.features(data, model.mode), labels: classes && rowsOf(classes, item, item + rows) };
      });
      for (let draw = 0; draw < k; draw += DRAWS_AT_ONCE) {
        const draws = Math.min(DRAWS_AT_ONCE, k - draw);
        const weights = tf.tidy(() => weigh(model, items, draws, rng));
        part(item, draw, (await weights.data()) as Float32Array, rows);
        weights.dispose();
      }
      tf.dispose(items as never);
    }
  } finally {
    classes?.dispose();
  }
}

interface Items {
  readonly data: tf.Tensor;
  readonly features: tf.Tensor;
  readonly labels: tf.Tensor | undefined;
}

/** Log-weights of some draws of each item: [rows * draws]. */
function weigh(model: Evaluation, { data, features, labels }: Items, draws: number, rng: Rng): tf.Tensor {
  const inference = infer(model, repeatRows(features, draws), (_, shape) => rng.normal(shape), {
    ...model.mode,
    labels: labels && repeatRows(labels, draws),
  });
  const likelihood = model.likelihood.logDensity(repeatRows(data, draws), inference.parameters, model.variables);
  return tf.add(likelihood, logPriorRatio(inference));
}

/** Every row so many times, one after the other. */
function repeatRows(x: tf.Tensor, times: number): tf.Tensor {
  const [rows = 0, ...item] = x.shape;
  const once = tf.reshape(x, [rows, 1, ...item]);
  return tf.reshape(tf.tile(once, [1, times, ...item.map(() => 1)]), [rows * times, ...item]);
}
