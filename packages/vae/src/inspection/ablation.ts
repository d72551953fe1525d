import type { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { type DiagonalGaussian, gaussianSample } from '../gaussian.js';
import type { Evaluation } from '../inference/evaluation.js';
import type { Inference } from '../inference/inference.js';
import { offsetFrom } from '../inference/latents.js';
import type { LevelPrior } from '../networks/descent.js';

/**
 * Parameters of the likelihood with some levels drawn from their priors instead of their posteriors. A level that stays keeps its offset:
 * what it says, seen from its prior, which may have moved with the levels above.
 *
 * @param inference With a draw of every level; borrowed.
 * @param replaced Which levels to draw anew.
 * @returns [batch, ...dataShape]
 */
export function withPriorDraws(
  { decoder, mode }: Evaluation,
  { latents, priors }: Inference,
  replaced: (level: number) => boolean,
  rng: Rng,
): tf.Tensor {
  return tf.tidy(() => {
    const { parameters } = decoder.descend((level, prior) => {
      const z = latents[level] as tf.Tensor;
      if (replaced(level)) return priorDraw(prior, z.shape, rng);
      return gaussianSample(prior.gaussian, offsetFrom((priors[level] as LevelPrior).gaussian, z));
    }, mode);
    return parameters;
  });
}

/** A draw of a prior, also where it is a mixture: then of a random class each. */
function priorDraw({ gaussian, components }: LevelPrior, shape: readonly number[], rng: Rng): tf.Tensor {
  return gaussianSample(components ? randomComponents(components, shape[0] as number, rng) : gaussian, rng.normal(shape));
}

function randomComponents({ mean, logVar }: DiagonalGaussian, n: number, rng: Rng): DiagonalGaussian {
  const classes = tf.tensor1d(
    Int32Array.from({ length: n }, () => rng.integer(mean.shape[0] as number)),
    'int32',
  );
  return { mean: tf.gather(mean, classes), logVar: tf.gather(logVar, classes) };
}
