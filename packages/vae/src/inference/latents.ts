import { config, expected, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { type DiagonalGaussian, gaussianSample } from '../gaussian.js';
import { tidied } from '../tidied.js';
import { checkData, type Evaluation, inParts, joinRows, ROWS_AT_ONCE, rowsOf } from './evaluation.js';
import { infer } from './inference.js';
import { type Labels, labelTensor } from './labels.js';
import { readLabels, readOutput, readSeed, readTensors } from './option-readers.js';

const { optional, record } = config;

/** What the model makes of some items at one level; all tensors are [n, dims]. */
export interface EncodedLevel {
  /** Mean of the posterior, given the levels it depends on. */
  readonly mean: tf.Tensor2D;
  /** Log-variance of the posterior. */
  readonly logVar: tf.Tensor2D;
  /** Mean of the prior, given the levels above; of the mixture over classes, if it is one. */
  readonly priorMean: tf.Tensor2D;
  /** Log-variance of the prior, likewise. */
  readonly priorLogVar: tf.Tensor2D;
  /** The latents: the posterior's mean, or a draw where a seed was given. */
  readonly z: tf.Tensor2D;
  /** The latents as seen from the prior: (z - priorMean) / prior standard deviation. What a level says beyond the levels above it. */
  readonly offset: tf.Tensor2D;
}

/** Options of {@link HierarchicalVAE.encode}. */
export interface EncodeOptions {
  /** Draws latents from the posteriors, fixed by this seed; without it they are the posteriors' means. */
  readonly seed?: number;
}

const encodeOptions = record<EncodeOptions>({ seed: optional(readSeed) });

/** Encodes items part by part. */
export function encodeOf(model: Evaluation, x: tf.Tensor, options: EncodeOptions): EncodedLevel[] {
  const { seed } = encodeOptions(options, 'HierarchicalVAE.encode');
  const n = checkData('HierarchicalVAE.encode', model, x);
  const rng = seed === undefined ? undefined : new Rng(seed).fork('encode');
  return tidied(() => {
    const parts: tf.Tensor[][] = [];
    inParts(n, ROWS_AT_ONCE, (from, to) => {
      const features = model.encoder.features(rowsOf(x, from, to), model.mode);
      const { posteriors, priors, latents } = infer(model, features, (_, shape) => rng?.normal(shape), model.mode);
      const part = latents.flatMap((z, level) => {
        const [posterior, prior] = [posteriors[level] as DiagonalGaussian, priors[level]?.gaussian as DiagonalGaussian];
        const whole = (row: tf.Tensor) => tf.broadcastTo(row, z.shape);
        return [posterior.mean, posterior.logVar, whole(prior.mean), whole(prior.logVar), z, offsetFrom(prior, z)];
      });
      parts.push(part.map((tensor) => tf.keep(tf.clone(tensor))));
    });
    const joined = joinRows(parts) as tf.Tensor2D[];
    tf.dispose(parts);
    return model.encoder.latentDims.map((_, level) => {
      const [mean, logVar, priorMean, priorLogVar, z, offset] = joined.slice(6 * level) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      return { mean, logVar, priorMean, priorLogVar, z, offset };
    });
  });
}

/** (z - mean) / standard deviation */
export function offsetFrom({ mean, logVar }: DiagonalGaussian, z: tf.Tensor): tf.Tensor {
  return tf.mul(tf.sub(z, mean), tf.exp(tf.mul(-0.5, logVar)));
}

/**
 * Latents of every level, top level first, [n, dims] each: as they are (`z`), or as seen from each level's prior (`offsets`, as
 * {@link EncodedLevel} has them). With offsets a level keeps what it says while the levels above it change.
 */
export type Latents = { readonly z: readonly tf.Tensor[] } | { readonly offsets: readonly tf.Tensor[] };

/**
 * What an item is given out as: 'mean' (the default), the expectation of each value (a probability), or 'draw', a draw from the likelihood.
 */
export type Output = 'mean' | 'draw';

/** Options of {@link HierarchicalVAE.decode}. */
export interface DecodeOptions {
  /** One class an item, whose prior the offsets of the top level are seen from; the mixture of all. */
  readonly labels?: Labels;
  /** 'mean' or 'draw'; 'mean'. */
  readonly output?: Output;
  /** Fixes the draws from the likelihood; 0. */
  readonly seed?: number;
}

const decodeOptions = record<DecodeOptions>({ labels: optional(readLabels), output: optional(readOutput), seed: optional(readSeed) });
const readLatents = record({ z: optional(readTensors), offsets: optional(readTensors) });

/** Decodes latents part by part. */
export function decodeOf(model: Evaluation, latents: Latents, options: DecodeOptions): tf.Tensor {
  const { labels, output, seed = 0 } = decodeOptions(options, 'HierarchicalVAE.decode');
  const { z, offsets } = readLatents(latents, 'HierarchicalVAE.decode');
  const given = z ?? offsets ?? [];
  if (z && offsets) throw new TypeError(expected('HierarchicalVAE.decode', 'z or offsets', 'both'));
  checkLatents('HierarchicalVAE.decode', given, model.decoder.latentDims, model.decoder.latentDims.length);
  const n = given[0]?.shape[0] as number;
  return descendInParts(model, n, { labels, output, rng: new Rng(seed).fork('decode') }, (from, to) => (level, prior) => {
    const rows = rowsOf(given[level] as tf.Tensor, from, to);
    return z ? rows : gaussianSample(prior, rows);
  });
}

/** Settings of {@link descendInParts}. */
interface PartSettings {
  readonly labels?: Labels | undefined;
  readonly output?: Output | undefined;
  readonly rng: Rng;
}

/** Which latents a level has, given its prior. */
export type Choice = (level: number, prior: DiagonalGaussian) => tf.Tensor;

/** Goes down from the top for n items, some at a time. */
export function descendInParts(
  { decoder, likelihood, variables, mode }: Evaluation,
  n: number,
  { labels, output = 'mean', rng }: PartSettings,
  choose: (from: number, to: number) => Choice,
): tf.Tensor {
  return tf.tidy(() => {
    const classes = labelTensor('HierarchicalVAE', labels, n, decoder.classes);
    const parts: tf.Tensor[] = [];
    for (let from = 0; from < n; from += ROWS_AT_ONCE) {
      const to = Math.min(n, from + ROWS_AT_ONCE);
      parts.push(
        tf.tidy(() => {
          const choice = choose(from, to);
          const rows = classes && rowsOf(classes, from, to);
          const { parameters } = decoder.descend((level, { gaussian }) => choice(level, gaussian), { ...mode, labels: rows });
          return output === 'mean' ? likelihood.mean(parameters) : likelihood.sample(parameters, rng, variables);
        }),
      );
    }
    return tf.concat(parts);
  });
}

/** @throws Error if they are not latents of the topmost levels, for one number of items. */
export function checkLatents(where: string, latents: readonly tf.Tensor[], dims: readonly number[], levels: number): void {
  const n = latents[0]?.shape[0];
  const fits = latents.length === levels && latents.every(({ shape }, level) => `${shape}` === `${[n, dims[level]]}`);
  const list = (sizes: readonly unknown[]) => sizes.join(' and ');
  if (!fits) {
    const wanted = list(dims.slice(0, levels).map((size) => `[n, ${size}]`));
    throw new Error(expected(where, `latents of ${wanted}`, list(latents.map(({ shape }) => `[${shape}]`)) || 'none'));
  }
}
