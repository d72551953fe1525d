import { config } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { gaussianLogDensity } from '../gaussian.js';
import type { Likelihood } from './likelihood.js';
import { sumOverItem } from './sum-over-item.js';

const positive = config.within({ above: 0 });
/** Reads options of {@link gaussian}. */
export const gaussianOptions = config.record<{ readonly variance?: number | 'learned' }>({
  variance: config.optional((value, path) => (value === 'learned' ? value : positive(value, path))),
});

/**
 * Real values, each normal around the decoder's output with one variance for all of them.
 *
 * Option `variance`: a number, or 'learned' (the default): then its logarithm is a scalar learnt beside the networks, from 0. A variance
 * that is too large is what makes posteriors collapse on real-valued data; a learnt one finds its place.
 *
 * Formula: `log p(x | z) = -sum of (log(2 pi variance) + (x - mean)^2 / variance) / 2`, in nats; a density, so it may be more than 0.
 * @throws RangeError or TypeError if the variance is no positive number.
 *
 * @example
 * ```ts
 * import { gaussian } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * gaussian({ variance: 1 }).logDensity(tf.zeros([1, 2]), tf.zeros([1, 2]), {}).print(); // [-1.838]
 * ```
 *
 * @see Rybkin, Daniilidis and Levine, "Simple and effective VAE training with calibrated decoders", 2021, section 3.2.
 */
export function gaussian(options: { readonly variance?: number | 'learned' } = {}): Likelihood {
  const { variance = 'learned' } = gaussianOptions(options, 'gaussian');
  const logVarOf = (variables: Readonly<Record<string, tf.Tensor>>) =>
    variance === 'learned' ? (variables.logVar as tf.Tensor) : tf.scalar(Math.log(variance));
  return {
    config: { name: 'gaussian', variance },
    ...(variance === 'learned' && { variables: { logVar: 0 } }),
    together: () => 1,
    logDensity: (x, mean, variables) => tf.tidy(() => sumOverItem(gaussianLogDensity({ mean, logVar: logVarOf(variables) }, x))),
    mean: (mean) => tf.clone(mean),
    sample: (mean, noise, variables) =>
      tf.tidy(() => tf.add(mean, tf.mul(noise.normal(mean.shape), tf.exp(tf.mul(0.5, logVarOf(variables)))))),
  };
}
