/**
 * Hierarchical variational autoencoders, likelihoods, and the diagnosis of posterior collapse.
 * @module @genlab/vae
 */
export {
  type DiagonalGaussian,
  gaussianKl,
  gaussianLogDensity,
  gaussianSample,
  mixtureLogDensity,
  mixtureMoments,
} from './gaussian.js';
export type { Elbo, ElboOptions } from './inference/elbo.js';
export type { ImportanceOptions, Iwae, LogWeights } from './inference/importance.js';
export type { InterpolateOptions } from './inference/interpolation.js';
export type { Labels } from './inference/labels.js';
export type { LatentVariableModel } from './inference/latent-variable-model.js';
export type { DecodeOptions, EncodedLevel, EncodeOptions, Latents, Output } from './inference/latents.js';
export type { SampleOptions, VaryOptions } from './inference/sampling.js';
export type { DiagnoseOptions, Diagnosis, LevelDiagnosis } from './inspection/diagnosis.js';
export type { LevelContribution, LevelsOptions } from './inspection/levels.js';
export type { ResidualStructure } from './inspection/residual-structure.js';
export type { LevelEvidence, LevelVerdict } from './inspection/verdict.js';
export { bernoulli } from './likelihoods/bernoulli.js';
export { categorical } from './likelihoods/categorical.js';
export { gaussian } from './likelihoods/gaussian.js';
export type { Likelihood } from './likelihoods/likelihood.js';
export { HierarchicalVAE } from './model/hierarchical-vae.js';
export type { LoadOptions } from './model/load.js';
export type { HierarchicalVAEOptions } from './model/options.js';
export { hierarchicalVAEOptions } from './model/read-options.js';
export type { Body, BodyOptions, DataShape } from './networks/body.js';
export { type ConvolutionBodyOptions, conv1dBody, conv2dBody } from './networks/convolution-body.js';
export { HierarchicalDecoder, type HierarchicalDecoderOptions } from './networks/decoder.js';
export type { BodyOption } from './networks/default-body.js';
export { type DenseBodyOptions, denseBody } from './networks/dense-body.js';
export type { Descent, LevelPrior } from './networks/descent.js';
export { HierarchicalEncoder, type HierarchicalEncoderOptions } from './networks/encoder.js';
export type { NamedNetworks, RunMode } from './networks/run.js';
export type { FreeBits } from './objective/free-bits.js';
export { type TargetRate, type TargetRateOptions, targetRate } from './objective/target-rate.js';
