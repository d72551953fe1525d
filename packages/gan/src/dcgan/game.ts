import {
  BatchStatistics,
  config,
  expected,
  forward,
  globalNorm,
  gradients,
  type MovingAverage,
  type NamedTensors,
  type StepContext,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Augmentation } from '../augmentation.js';
import type { AdversarialLoss } from '../losses/adversarial-loss.js';
import type { GradientPenalty } from '../penalties.js';
import type { SpectralNorm } from '../spectral-norm.js';
import type { DCGANGuardLog } from './options.js';
import type { Side } from './sides.js';

/** What the two updates work on. */
export interface GameParts {
  readonly generator: Side;
  readonly discriminator: Side;
  readonly loss: AdversarialLoss;
  readonly penalties: readonly GradientPenalty[];
  readonly augmentation?: Augmentation;
  readonly spectral: SpectralNorm | undefined;
  readonly latentDim: number;
  /** Updates of the discriminator for one of the generator. */
  readonly discriminatorSteps: number;
  /** Whether the generator's update draws latents of its own. */
  readonly freshLatents: boolean;
  /** Of the generator; undefined where none is kept. */
  readonly average: MovingAverage | undefined;
  /** Its decay. */
  readonly averaging: number;
}

/** One batch as an update sees it. */
interface Round {
  /** [batch, height, width, channels] */
  readonly real: tf.Tensor4D;
  /** [batch, latentDim] */
  readonly latents: tf.Tensor;
  /** [batch, 1] for a conditional GAN, else nothing. */
  readonly labels: readonly tf.Tensor[];
}

/** A step of an adversarial game: updates of its two players. None computes a gradient that it does not use. */
export class Game {
  readonly #parts: GameParts;

  constructor(parts: GameParts) {
    this.#parts = parts;
  }

  /** One step. */
  play({ real, labels }: Omit<Round, 'latents'>, context: StepContext) {
    const { latentDim, discriminatorSteps, freshLatents, average, averaging } = this.#parts;
    const draw = (): Round => ({ real, labels, latents: context.normal([real.shape[0], latentDim]) });
    let round = draw();
    let logs = this.#updateDiscriminator(round, context);
    for (let i = 1; i < discriminatorSteps; i++) {
      round = draw();
      logs = this.#updateDiscriminator(round, context);
    }
    const result = { ...logs, ...this.#updateGenerator(freshLatents ? draw() : round, context) };
    // A long memory of the first, random weights would be of no use.
    average?.update(context.rate((step) => Math.min(averaging, (1 + step) / (10 + step))));
    return result;
  }

  /** One update of the discriminator. */
  #updateDiscriminator({ real, latents, labels }: Round, context: StepContext) {
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
          const extra = penalties.map((penalty, i) =>
            tf.mul(penaltyWeights[i] as tf.Scalar, scalarOf(penalty.of({ judge, real, fake, noise: context }), `penalties[${i}].of`)),
          );
          return {
            loss: tf.addN([scalarOf(loss.discriminator(logits), 'loss.discriminator'), ...extra]) as tf.Scalar,
            logs: { realLogit: tf.mean(logits.real) as tf.Scalar, fakeLogit: tf.mean(logits.fake) as tf.Scalar },
          };
        }, discriminator.variables.trainable);
        discriminator.optimizer.step(result.gradients, context.learningRate(discriminator.rate));
        statistics.commit();
        const { realLogit, fakeLogit } = result.logs as Record<'realLogit' | 'fakeLogit', tf.Scalar>;
        const norm = globalNorm(result.gradients);
        const skips = skipsOf(discriminator, 'discriminatorSkips');
        return { discriminatorLoss: result.loss, discriminatorGradientNorm: norm, realLogit, fakeLogit, ...skips };
      } finally {
        statistics.discard();
      }
    });
  }

  /** One update of the generator. */
  #updateGenerator({ real, latents, labels }: Round, context: StepContext) {
    const { generator, loss, spectral } = this.#parts;
    return tf.tidy(() => {
      const weights = spectral?.weights(); // constants here: no gradient of the discriminator's weights is computed
      const onReal = loss.comparesWithReal ? this.#judge(real, labels, context, weights) : undefined;
      const statistics = new BatchStatistics();
      try {
        const result = gradients(() => {
          const images = forward(generator.network, [latents, ...labels], { training: true, rng: context, statistics });
          const fake = this.#judge(images as tf.Tensor4D, labels, context, weights);
          return scalarOf(loss.generator({ real: onReal ?? fake, fake }), 'loss.generator');
        }, generator.variables.trainable);
        generator.optimizer.step(result.gradients, context.learningRate(generator.rate));
        statistics.commit();
        return { generatorLoss: result.loss, generatorGradientNorm: globalNorm(result.gradients), ...skipsOf(generator, 'generatorSkips') };
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
    const seen = augmentation ? config.tensor(augmentation.apply(images, rng), 'DCGAN.augmentation.apply') : images;
    return forward(discriminator.network, [seen, ...labels], { training: true, rng, weights, statistics });
  }
}

/** What a loss or a penalty returned, which may be code of a user's own. */
function scalarOf(value: tf.Scalar, name: string): tf.Scalar {
  const { rank, shape } = config.tensor(value, `DCGAN.${name}`);
  if (rank !== 0) throw new Error(expected('DCGAN', `${name} to return a scalar`, `shape [${shape.join(', ')}]`, 'Take a mean or a sum.'));
  return value;
}

/** How many updates the guard of a side has skipped so far, if it has one. */
function skipsOf({ optimizer }: Side, name: DCGANGuardLog): Partial<Record<DCGANGuardLog, tf.Scalar>> {
  const { skippedUpdates } = optimizer.slots;
  return skippedUpdates ? { [name]: tf.clone(skippedUpdates) as tf.Scalar } : {};
}
