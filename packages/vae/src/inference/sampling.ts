import { config, expected, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { gaussianSample } from '../gaussian.js';
import { perLevel } from '../objective/free-bits.js';
import { count } from '../option-readers.js';
import { checkData, type Evaluation, rowsOf } from './evaluation.js';
import { checkLatents, descendInParts, encodeOf, type Output } from './latents.js';
import { readLabels, readOutput, readSeed, readTemperature, readTensors } from './option-readers.js';

const { integer, optional, record } = config;

/** Options of {@link HierarchicalVAE.sample}. */
export interface SampleOptions {
  /** How many items. */
  readonly n: number;
  /** The class of all items, or one an item; the classes in turn. Only for a model with classes. */
  readonly label?: number | ArrayLike<number>;
  /** Standard deviation of the draws in those of the prior, 0 or more: for all levels, or one a level; 1. */
  readonly temperature?: number | readonly number[];
  /** Latents of the topmost levels, [n, dims] each, that are to be used in place of draws; none. */
  readonly levels?: readonly tf.Tensor[];
  /** Fixes the draws; 0. */
  readonly seed?: number;
  /** 'mean' or 'draw'; 'mean'. */
  readonly output?: Output;
}

const draws = { temperature: optional(readTemperature), seed: optional(readSeed), output: optional(readOutput) };
const oneClass = integer({ least: 0 });
const sampleOptions = record<SampleOptions>({
  n: count,
  label: optional((value, path) => (typeof value === 'number' ? oneClass(value, path) : (readLabels(value, path) as ArrayLike<number>))),
  levels: optional(readTensors),
  ...draws,
});

/** Draws items from the prior. */
export function sampleOf(model: Evaluation, options: SampleOptions): tf.Tensor {
  const { n, label, temperature = 1, levels = [], seed = 0, output } = sampleOptions(options, 'HierarchicalVAE.sample');
  const { latentDims, classes } = model.decoder;
  const temperatures = perLevel('temperature', temperature, latentDims.length);
  checkLatents('HierarchicalVAE.sample', levels, latentDims, Math.min(levels.length, latentDims.length));
  if (levels.some(({ shape }) => shape[0] !== n))
    throw new Error(expected('HierarchicalVAE.sample', `levels of ${n} items`, levels[0]?.shape[0]));
  if (label !== undefined && classes === undefined)
    throw new Error(expected('HierarchicalVAE.sample', 'no label, as the model has no classes', label));
  const one = typeof label === 'number' ? new Int32Array(n).fill(label) : label;
  const labels = one ?? Int32Array.from({ length: n }, (_, i) => i % (classes ?? 1));
  const rng = new Rng(seed).fork('sample');
  return tf.tidy(() => {
    const noise = latentDims.map((dims, level) => tf.mul(rng.fork(`level ${level}`).normal([n, dims]), temperatures[level] as number));
    return descendInParts(model, n, { labels, output, rng: rng.fork('output') }, (from, to) => (level, prior) => {
      const given = levels[level];
      return given ? rowsOf(given, from, to) : gaussianSample(prior, rowsOf(noise[level] as tf.Tensor, from, to));
    });
  });
}

/** Options of {@link HierarchicalVAE.vary}. */
export interface VaryOptions {
  /** How many of the topmost levels stay as the item has them; 1. */
  readonly keep?: number;
  /** As for {@link SampleOptions}, of the levels that are drawn. */
  readonly temperature?: number | readonly number[];
  /** Fixes the draws; 0. */
  readonly seed?: number;
  /** 'mean' or 'draw'; 'mean'. */
  readonly output?: Output;
}

const varyOptions = record<VaryOptions>({ keep: optional(integer({ least: 0 })), ...draws });

/** Keeps the topmost levels of items and draws the others anew. */
export function varyOf(model: Evaluation, x: tf.Tensor, given: VaryOptions): tf.Tensor {
  const { keep = 1, ...options } = varyOptions(given, 'HierarchicalVAE.vary');
  const n = checkData('HierarchicalVAE.vary', model, x);
  const levels = model.encoder.latentDims.length;
  if (keep > levels) throw new RangeError(expected('HierarchicalVAE.vary', `keep to be an integer in [0, ${levels}]`, keep));
  return tf.tidy(() =>
    sampleOf(model, {
      ...options,
      n,
      levels: encodeOf(model, x, {})
        .slice(0, keep)
        .map(({ z }) => z),
    }),
  );
}
