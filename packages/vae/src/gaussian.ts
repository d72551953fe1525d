import * as tf from '@tensorflow/tfjs-core';

/** A normal distribution without correlations: what every level has for a posterior and for a prior. */
export interface DiagonalGaussian {
  /** [batch, dims], or a shape that broadcasts to it. */
  readonly mean: tf.Tensor;
  /** Natural logarithm of the variance, of the same shape. */
  readonly logVar: tf.Tensor;
}

/**
 * Log-density, in nats, one value a dimension; their sum is that of the whole vector.
 * Formula: `-(log(2 pi) + logVar + (z - mean)^2 / exp(logVar)) / 2`.
 * @param z Of a shape that broadcasts with the distribution's; borrowed.
 * @returns Of the shape that they broadcast to; the caller owns it.
 *
 * @example
 * ```ts
 * import { gaussianLogDensity } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const standard = { mean: tf.zeros([1, 2]), logVar: tf.zeros([1, 2]) };
 * gaussianLogDensity(standard, tf.tensor2d([[0, 1]])).print(); // [[-0.919, -1.419]]
 * ```
 */
export function gaussianLogDensity({ mean, logVar }: DiagonalGaussian, z: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const scaled = tf.mul(tf.square(tf.sub(z, mean)), tf.exp(tf.neg(logVar)));
    return tf.mul(-0.5, tf.add(tf.add(scaled, logVar), Math.log(2 * Math.PI)));
  });
}

/**
 * Kullback-Leibler divergence KL(posterior || prior), in nats, one value a dimension.
 * Formula: `(prior.logVar - posterior.logVar + (exp(posterior.logVar) + (posterior.mean - prior.mean)^2) / exp(prior.logVar) - 1) / 2`.
 * @returns Of the shape of the posterior; the caller owns it.
 *
 * @example
 * ```ts
 * import { gaussianKl } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const posterior = { mean: tf.tensor2d([[0, 1]]), logVar: tf.zeros([1, 2]) };
 * const prior = { mean: tf.zeros([1, 2]), logVar: tf.zeros([1, 2]) };
 * gaussianKl({ posterior, prior }).print(); // [[0, 0.5]]
 * ```
 *
 * @see Kingma and Welling, "Auto-encoding variational Bayes", 2014, appendix B.
 */
export function gaussianKl({ posterior, prior }: { readonly posterior: DiagonalGaussian; readonly prior: DiagonalGaussian }): tf.Tensor {
  return tf.tidy(() => {
    const logRatio = tf.sub(posterior.logVar, prior.logVar);
    const shift = tf.mul(tf.square(tf.sub(posterior.mean, prior.mean)), tf.exp(tf.neg(prior.logVar)));
    return tf.mul(0.5, tf.sub(tf.add(tf.exp(logRatio), shift), tf.add(logRatio, 1)));
  });
}

/**
 * A draw that gradients pass through: `mean + exp(logVar / 2) noise`.
 * @param noise Standard normal, or scaled by a temperature, of the distribution's shape; borrowed.
 * @returns Of the shape of the noise; the caller owns it.
 *
 * @example
 * ```ts
 * import { gaussianSample } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const far = { mean: tf.fill([1, 2], 5), logVar: tf.zeros([1, 2]) };
 * gaussianSample(far, tf.tensor2d([[0, -1]])).print(); // [[5, 4]]
 * ```
 *
 * @see Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4.
 */
export function gaussianSample({ mean, logVar }: DiagonalGaussian, noise: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(mean, tf.mul(tf.exp(tf.mul(logVar, 0.5)), noise)));
}

/**
 * Log-density under a mixture of Gaussians of equal weight, in nats.
 * Formula: `logSumExp over the components of log N(z | mean, exp(logVar)) - log(components)`.
 * @param components [classes, dims]
 * @param z [batch, dims]; borrowed.
 * @returns `whole` [batch], and `marginals` [batch, dims], each dimension's under the mixture of its own; the caller owns both.
 *
 * @example
 * ```ts
 * import { mixtureLogDensity } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const two = { mean: tf.tensor2d([[-1], [1]]), logVar: tf.zeros([2, 1]) };
 * mixtureLogDensity(two, tf.zeros([1, 1])).whole.print(); // [-1.419]
 * ```
 */
export function mixtureLogDensity(
  components: DiagonalGaussian,
  z: tf.Tensor,
): { readonly whole: tf.Tensor; readonly marginals: tf.Tensor } {
  return tf.tidy(() => {
    const classes = components.mean.shape[0] as number;
    const each = gaussianLogDensity(
      { mean: tf.expandDims(components.mean, 0), logVar: tf.expandDims(components.logVar, 0) },
      tf.expandDims(z, 1),
    ); // [batch, classes, dims]
    const weight = Math.log(classes);
    return { whole: tf.sub(tf.logSumExp(tf.sum(each, 2), 1), weight), marginals: tf.sub(tf.logSumExp(each, 1), weight) };
  });
}

/**
 * Mean and variance of a mixture of equal weights, as the one Gaussian that shares them.
 * Formula: the variance is the mean of the components' variances and of their means' squared distances from the whole mean.
 * @returns [1, dims]; the caller owns both tensors.
 *
 * @example
 * ```ts
 * import { mixtureMoments } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const two = { mean: tf.tensor2d([[-1], [1]]), logVar: tf.zeros([2, 1]) };
 * mixtureMoments(two).logVar.print(); // [[0.693]]: a variance of 2
 * ```
 */
export function mixtureMoments({ mean, logVar }: DiagonalGaussian): DiagonalGaussian {
  return tf.tidy(() => {
    const center = tf.mean(mean, 0, true);
    const variance = tf.mean(tf.add(tf.exp(logVar), tf.square(tf.sub(mean, center))), 0, true);
    return { mean: center, logVar: tf.log(variance) };
  });
}
