import * as tf from '@tensorflow/tfjs-core';
import { type DiagonalGaussian, gaussianKl, gaussianLogDensity, gaussianSample, mixtureLogDensity } from '../gaussian.js';
import type { HierarchicalDecoder } from '../networks/decoder.js';
import type { LevelPrior } from '../networks/descent.js';
import type { HierarchicalEncoder } from '../networks/encoder.js';
import type { RunMode } from '../networks/run.js';
import { tidied } from '../tidied.js';

/** Standard normal noise for the latents of one level, or undefined to take the posterior's mean. */
export type LevelNoise = (level: number, shape: readonly number[]) => tf.Tensor | undefined;

/** Posterior, prior and draw of every level for a batch, and what the decoder makes of the draws. */
export interface Inference {
  readonly posteriors: readonly DiagonalGaussian[];
  readonly priors: readonly LevelPrior[];
  readonly latents: readonly tf.Tensor[];
  readonly parameters: tf.Tensor;
}

/** The two networks that an inference runs. */
export interface Pair {
  readonly encoder: HierarchicalEncoder;
  readonly decoder: HierarchicalDecoder;
}

/**
 * Goes from features to a draw of every level and on to the data.
 * @param features [batch, features], as the encoder's body made them; borrowed.
 * @param labels For the prior of the top level; the posterior never sees them.
 * @returns The caller owns all tensors in it.
 */
export function infer(
  { encoder, decoder }: Pair,
  features: tf.Tensor,
  noise: LevelNoise,
  { labels, ...mode }: RunMode & { readonly labels?: tf.Tensor },
): Inference {
  return tidied(() => {
    const posteriors: DiagonalGaussian[] = [];
    const draw = (level: number): tf.Tensor => {
      const posterior = posteriors[level] as DiagonalGaussian;
      const eps = noise(level, posterior.mean.shape);
      return eps ? gaussianSample(posterior, eps) : posterior.mean;
    };
    const latents: tf.Tensor[] = [];
    if (encoder.inference === 'bottomUp') {
      for (let level = encoder.latentDims.length - 1; level >= 0; level--) {
        posteriors[level] = encoder.posterior(level, [latents[level + 1] ?? features], mode);
        latents[level] = draw(level);
      }
    }
    const descent = decoder.descend(
      (level, prior) => {
        if (encoder.inference === 'topDown') {
          const change = encoder.posterior(level, [features, ...latents], mode);
          posteriors[level] = level === 0 ? change : relativeTo(prior, change);
          latents.push(draw(level));
        }
        return latents[level] as tf.Tensor;
      },
      { labels, ...mode },
    );
    return { posteriors, ...descent };
  });
}

/** N(mean + change, variance exp(change)) */
function relativeTo({ gaussian }: LevelPrior, change: DiagonalGaussian): DiagonalGaussian {
  return { mean: tf.add(gaussian.mean, change.mean), logVar: tf.add(gaussian.logVar, change.logVar) };
}

/** A level's divergence of posterior from prior, for a batch. */
export interface LevelDivergence {
  /** [batch], in nats. */
  readonly whole: tf.Tensor;
  /** [batch, dims], in nats; where the prior is a mixture, of each dimension by itself, so that their sum is not the whole. */
  readonly perDimension: tf.Tensor;
}

/**
 * KL(posterior || prior) of one level: in closed form, or, where the prior is a mixture, by the draw at hand (one sample of an unbiased
 * estimate).
 * @returns The caller owns both tensors.
 */
export function divergence({ posteriors, priors, latents }: Inference, level: number): LevelDivergence {
  return tf.tidy(() => {
    const posterior = posteriors[level] as DiagonalGaussian;
    const { gaussian, components } = priors[level] as LevelPrior;
    if (components === undefined) {
      const perDimension = gaussianKl({ posterior, prior: gaussian });
      return { whole: tf.sum(perDimension, 1), perDimension };
    }
    const z = latents[level] as tf.Tensor;
    const own = gaussianLogDensity(posterior, z);
    const mixture = mixtureLogDensity(components, z);
    return { whole: tf.sub(tf.sum(own, 1), mixture.whole), perDimension: tf.sub(own, mixture.marginals) };
  });
}

/** log p(z) - log q(z | x) of all levels for the draws at hand: [batch]; the caller owns it. */
export function logPriorRatio({ posteriors, priors, latents }: Inference): tf.Tensor {
  return tf.tidy(() => {
    const ratios = latents.map((z, level) => {
      const { gaussian, components } = priors[level] as LevelPrior;
      const prior = components ? mixtureLogDensity(components, z).whole : tf.sum(gaussianLogDensity(gaussian, z), 1);
      return tf.sub(prior, tf.sum(gaussianLogDensity(posteriors[level] as DiagonalGaussian, z), 1));
    });
    return tf.addN(ratios);
  });
}
