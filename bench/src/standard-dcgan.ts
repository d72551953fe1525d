import { DCGAN, nonSaturating } from '@genlab/gan';
import { dcganStep } from './seed-dcgan.js';
import type { DcganWork } from './works.js';

/** Makes the training step of Radford et al.'s DCGAN on noise for images; each call is one step, its loss read. */
export function standardDcgan({ batch, size, channels, generator, discriminator }: DcganWork): () => void {
  const gan = new DCGAN({
    imageShape: [size, size, channels],
    latentDim: 100,
    generator: { filters: generator },
    discriminator: { filters: discriminator, normalization: 'batch' },
    loss: nonSaturating(),
    learningRate: 2e-4,
    adam: { beta1: 0.5, beta2: 0.999 },
    averaging: 0,
    seed: 0,
  });
  return dcganStep(gan, batch);
}
