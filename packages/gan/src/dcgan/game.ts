import { BatchStatistics, forward, globalNorm, gradients, type NamedTensors, type StepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Augmentation } from '../augmentation.js';
import type { AdversarialLoss } from '../losses/adversarial-loss.js';
import type { GradientPenalty } from '../penalties.js';
import type { SpectralNorm } from '../spectral-norm.js';
import type { Side } from './sides.js';

/** What the two updates work on. */
export interface GameParts {
  readonly generator: Side;
  readonly discriminator: Side;
  readonly loss: AdversarialLoss;
  readonly penalties: readonly GradientPenalty[];
  readonly augmentation: Augmentation | undefined;
  readonly spectral: SpectralNorm | undefined;
}

/** One batch as an update sees it. */
export interface Round {
  /** [batch, height, width, channels] */
  readonly real: tf.Tensor4D;
  /** [batch, latentDim] */
  readonly latents: tf.Tensor;
  /** [batch, 1] for a conditional GAN, else nothing. */
  readonly labels: readonly tf.Tensor[];
}

/** The two updates of an adversarial game. Neither computes a gradient that it does not use. */
export class Game {
  readonly #parts: GameParts;

  constructor(parts: GameParts) {
    this.#parts = parts;
  }

  /** One update of the discriminator. */
  updateDiscriminator({ real, latents, labels }: Round, context: StepContext) {
    const { generator, discriminator, loss, penalties, spectral } = this.#parts;
    return tf.tidy(() => {
      spectral?.advance();
      // Outside the gradient: this update needs the images, not the way they came about.
      const fake = forward(generator.network, [latents, ...labels], { training: true, rng: context }) as tf.Tensor4D;
      const penaltyWeights = penalties.map(({ weight }) => context.rate(weight));
      const statistics = new BatchStatistics();
      try {
        const result = gradients(() => {
          const weights = spectral?.weights();
          const judge = (images: tf.Tensor4D, collect?: BatchStatistics) => this.#judge(images, labels, context, weights, collect);
          const logits = { real: judge(real, statistics), fake: judge(fake, statistics) };
          const extra = penalties.map((penalty, i) => tf.mul(penaltyWeights[i] as tf.Scalar, penalty.of({ judge, real, fake })));
          return {
            loss: tf.addN([loss.discriminator(logits), ...extra]) as tf.Scalar,
            logs: { realLogit: tf.mean(logits.real) as tf.Scalar, fakeLogit: tf.mean(logits.fake) as tf.Scalar },
          };
        }, discriminator.variables.trainable);
        discriminator.adam.step(result.gradients, context.learningRate(discriminator.rate));
        statistics.commit();
        const { realLogit, fakeLogit } = result.logs as Record<'realLogit' | 'fakeLogit', tf.Scalar>;
        return { discriminatorLoss: result.loss, discriminatorGradientNorm: globalNorm(result.gradients), realLogit, fakeLogit };
      } finally {
        statistics.discard();
      }
    });
  }

  /** One update of the generator. */
  updateGenerator({ real, latents, labels }: Round, context: StepContext) {
    const { generator, loss, spectral } = this.#parts;
    return tf.tidy(() => {
      const weights = spectral?.weights(); // constants here: no gradient of the discriminator's weights is computed
      const onReal = loss.comparesWithReal ? this.#judge(real, labels, context, weights) : undefined;
      const statistics = new BatchStatistics();
      try {
        const result = gradients(() => {
          const images = forward(generator.network, [latents, ...labels], { training: true, rng: context, statistics });
          const fake = this.#judge(images as tf.Tensor4D, labels, context, weights);
          return loss.generator({ real: onReal ?? fake, fake });
        }, generator.variables.trainable);
        generator.adam.step(result.gradients, context.learningRate(generator.rate));
        statistics.commit();
        return { generatorLoss: result.loss, generatorGradientNorm: globalNorm(result.gradients) };
      } finally {
        statistics.discard();
      }
    });
  }

  #judge(
    images: tf.Tensor4D,
    labels: readonly tf.Tensor[],
    rng: StepContext,
    weights?: NamedTensors,
    statistics?: BatchStatistics,
  ): tf.Tensor {
    const { augmentation, discriminator } = this.#parts;
    const seen = augmentation?.apply(images, rng) ?? images;
    return forward(discriminator.network, [seen, ...labels], { training: true, rng, weights, statistics });
  }
}
