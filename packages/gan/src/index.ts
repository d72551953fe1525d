/**
 * Generators, discriminators, DCGAN, adversarial losses and stabilisers.
 * @module @genlab/gan
 */
export { fanInUniform, type Initializer } from '@genlab/core';
export { type Augmentation, type TranslationOptions, translation } from './augmentation.js';
export { DCGAN } from './dcgan/dcgan.js';
export type { Labels } from './dcgan/labels.js';
export type { LoadOptions } from './dcgan/load.js';
export type { DCGANGuardLog, DCGANLog, DCGANOptions, ForEach, SampleOptions } from './dcgan/options.js';
export { dcganOptions } from './dcgan/read-options.js';
export type { AdversarialLoss, RealFakeLogits } from './losses/adversarial-loss.js';
export { type HingeOptions, hinge } from './losses/hinge.js';
export { type LeastSquaresOptions, leastSquares } from './losses/least-squares.js';
export { type NonSaturatingOptions, nonSaturating } from './losses/non-saturating.js';
export { relativistic } from './losses/relativistic.js';
export { wasserstein } from './losses/wasserstein.js';
export { Discriminator, type DiscriminatorOptions } from './networks/discriminator.js';
export { type GaussianOptions, gaussian } from './networks/gaussian.js';
export { Generator, type GeneratorOptions } from './networks/generator.js';
export type { ImageShape } from './networks/image-shape.js';
export {
  type GradientPenalty,
  type GradientPenaltyOptions,
  gradientPenalty,
  type PenaltyInput,
  r1,
  r2,
  type ZeroCenteredPenaltyOptions,
} from './penalties.js';
export { powerIteration, SpectralNorm, spectrallyNormalized } from './spectral-norm.js';
