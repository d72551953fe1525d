import { config, type JsonObject } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdversarialLoss, RealFakeLogits } from './adversarial-loss.js';

/** The formulas of a game, each a scalar. */
interface Formulas {
  discriminator(logits: RealFakeLogits): tf.Tensor;
  generator(logits: RealFakeLogits): tf.Tensor;
}

/**
 * A game of two formulas: whatever they make on the way is freed, and what are no logits is named.
 *
 * Its `config` is the name and the options. With `comparesWithReal` (false) the generator's formula takes the real logits, too.
 */
export function fromFormulas(
  { name, comparesWithReal = false, ...options }: JsonObject & { readonly name: string; readonly comparesWithReal?: boolean },
  formulas: Formulas,
): AdversarialLoss {
  const objective = (side: keyof Formulas, roles: readonly (keyof RealFakeLogits)[]) => (logits: RealFakeLogits) => {
    for (const role of roles) config.tensor(Object(logits)[role], `${name}.${side}.${role}`);
    return tf.tidy(() => formulas[side](logits) as tf.Scalar);
  };
  return {
    name,
    config: { name, ...options },
    comparesWithReal,
    discriminator: objective('discriminator', ['real', 'fake']),
    generator: objective('generator', comparesWithReal ? ['real', 'fake'] : ['fake']),
  };
}
