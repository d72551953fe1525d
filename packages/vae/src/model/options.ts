import type { AdamOptions, Rate } from '@genlab/core';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { DataShape } from '../networks/body.js';
import type { HierarchicalDecoder, HierarchicalDecoderOptions } from '../networks/decoder.js';
import type { HierarchicalEncoder, HierarchicalEncoderOptions } from '../networks/encoder.js';
import type { FreeBits } from '../objective/free-bits.js';
import type { TargetRate } from '../objective/target-rate.js';

/** Options of {@link HierarchicalVAE}. */
export interface HierarchicalVAEOptions {
  /** Shape of one item of data, without the batch; needed unless encoder or decoder were made before. */
  readonly dataShape?: DataShape;
  /** Number of latent dimensions of each level, top level first; needed unless encoder or decoder were made before. */
  readonly latentDims?: readonly number[];
  /** Number of classes, if the top level is to have a prior for each, so that a class can be asked for; none. */
  readonly classes?: number;
  /** Options of the encoder, or an encoder made before, which has the weights of its own `rng` and stays its maker's to dispose of. */
  readonly encoder?: Omit<HierarchicalEncoderOptions, 'dataShape' | 'latentDims' | 'rng'> | HierarchicalEncoder;
  /** Options of the decoder, or a decoder made before, likewise. */
  readonly decoder?: Omit<HierarchicalDecoderOptions, 'dataShape' | 'latentDims' | 'classes' | 'rng'> | HierarchicalDecoder;
  /** Distribution of the data given the latents; {@link bernoulli}. */
  readonly likelihood?: Likelihood;
  /** Weight of the divergence: a number or schedule, one a level (top level first), or a {@link targetRate}; 1. */
  readonly beta?: Rate | readonly Rate[] | TargetRate;
  /** Nats that cost nothing; 0. */
  readonly freeBits?: FreeBits;
  /**
   * A wanted divergence in nats: the objective has |kl - capacity| in place of kl. A number or schedule for every level, or one a level;
   * none.
   * (Burgess et al., "Understanding disentangling in beta-VAE", 2018, equation 8.)
   */
  readonly capacity?: Rate | readonly Rate[];
  /** Spread the divergence over the levels while their betas are below 1; false. */
  readonly balancing?: boolean;
  /** Learning rate or schedule; 1e-3. */
  readonly learningRate?: Rate;
  /** Settings of the optimiser; those of `Adam`. */
  readonly adam?: AdamOptions;
  /**
   * Decay of the average of the weights that everything but training uses, in [0, 1), and less over the first steps; 0.99. 0 turns it off.
   */
  readonly averaging?: number;
  /** Fixes first weights and, by way of `train`, everything else; 0. */
  readonly seed?: number;
}
