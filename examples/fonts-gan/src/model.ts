import { described, type Schedule } from '@genlab/core';
import { DCGAN, fanInUniform, gaussian } from '@genlab/gan';
import type { Config } from './config.js';
import { losses } from './config.js';
import type { Dataset } from './data/images.js';

/** Steps of a whole run: epochs are whole passes over the training images, a rest that fills no batch left out. */
export function stepsOf({ length, batchSize }: Config, images: number): number {
  return 'steps' in length ? length.steps : length.epochs * Math.max(1, Math.floor(images / batchSize));
}

/** The GAN that a configuration describes. */
export function makeGan(config: Config, { height, width, classes }: Dataset, steps: number): DCGAN {
  const { asPyTorch, rateDecay } = config;
  const initializer = asPyTorch ? fanInUniform() : gaussian();
  const shared = { initializer, redundantBiases: asPyTorch };
  const falling = (rate: number): Schedule =>
    described({ name: 'falling', rate, rateDecay, steps }, (step: number) =>
      rateDecay > 0 ? rate * Math.min(1, (1 - step / steps) / rateDecay) : rate,
    );
  return new DCGAN({
    imageShape: [height, width, 1],
    latentDim: config.latentDim,
    classes: config.conditional ? classes.length : undefined,
    generator: { ...config.generator, ...shared },
    discriminator: { ...config.discriminator, ...shared },
    loss: losses[config.loss](),
    learningRate: { generator: falling(config.generatorRate), discriminator: falling(config.discriminatorRate) },
    adam: config.adam,
    averaging: config.averaging,
    seed: config.seed,
  });
}
