import * as tf from '@tensorflow/tfjs-core';
import { type DiagnoseOptions, type Diagnosis, diagnosisOf } from '../inspection/diagnosis.js';
import { type LevelContribution, type LevelsOptions, levelsOf } from '../inspection/levels.js';
import { type Elbo, type ElboOptions, elboOf } from './elbo.js';
import type { Evaluation } from './evaluation.js';
import { type ImportanceOptions, type Iwae, iwaeOf, type LogWeights, logWeightsOf } from './importance.js';
import { type InterpolateOptions, interpolateOf } from './interpolation.js';
import { type DecodeOptions, decodeOf, type EncodedLevel, type EncodeOptions, encodeOf, type Latents } from './latents.js';
import { type SampleOptions, sampleOf, type VaryOptions, varyOf } from './sampling.js';

/**
 * What can be asked of a model with levels of latents, however it is trained: its likelihood, its latents, draws, and what each level is
 * worth.
 *
 * {@link HierarchicalVAE} is one. Where weights are averaged, the averages answer; dropout is off.
 */
export abstract class LatentVariableModel {
  /** The model as it is now, all of it borrowed. */
  protected abstract evaluation(): Evaluation;

  /**
   * The evidence lower bound of data, with its parts.
   * @param x [n, ...dataShape]; borrowed.
   * @throws Error if the data or the labels do not fit.
   */
  elbo(x: tf.Tensor, options: ElboOptions = {}): Promise<Elbo> {
    return elboOf(this.evaluation(), x, options);
  }

  /**
   * The importance-weighted bound on the log-likelihood: the honest figure to compare models by. It is reached by k draws an item and
   * summed in float64.
   * @param x [n, ...dataShape]; borrowed.
   * @throws Error if the data or the labels do not fit; RangeError if k is no count.
   * @see Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, equation 8.
   */
  iwae(x: tf.Tensor, options: ImportanceOptions = {}): Promise<Iwae> {
    return iwaeOf(this.evaluation(), x, options);
  }

  /** The weights that {@link HierarchicalVAE.iwae} is made of, for metrics of one's own: log p(x, z) - log q(z | x) for k draws an item. */
  logWeights(x: tf.Tensor, options: ImportanceOptions = {}): Promise<LogWeights> {
    return logWeightsOf(this.evaluation(), x, options);
  }

  /**
   * Posterior, prior and latents of every level.
   * @param x [n, ...dataShape]; borrowed.
   * @returns A record a level, top level first; the caller owns all tensors in it (`tf.dispose` takes the whole list).
   */
  encode(x: tf.Tensor, options: EncodeOptions = {}): EncodedLevel[] {
    return encodeOf(this.evaluation(), x, options);
  }

  /**
   * Data for given latents.
   * @param latents Of all levels; borrowed.
   * @returns Expectations or draws, [n, ...dataShape]; the caller owns it.
   * @throws Error if the latents are not of the model's dimensions.
   */
  decode(latents: Latents, options: DecodeOptions = {}): tf.Tensor {
    return decodeOf(this.evaluation(), latents, options);
  }

  /**
   * What comes back of items by way of their posteriors' means, or of draws where a seed is given.
   * @param x [n, ...dataShape]; borrowed.
   * @returns Expectations, of the shape of x; the caller owns it.
   */
  reconstruct(x: tf.Tensor, options: EncodeOptions = {}): tf.Tensor {
    return tf.tidy(() => this.decode({ z: this.encode(x, options).map(({ z }) => z) }));
  }

  /**
   * Draws items from the prior, of the classes asked for.
   * @returns Expectations or draws, [n, ...dataShape]; the caller owns it.
   * @throws RangeError if a number is out of range; Error if labels or levels do not fit.
   */
  sample(options: SampleOptions): tf.Tensor {
    return sampleOf(this.evaluation(), options);
  }

  /**
   * Keeps what the topmost levels say of items, and draws the rest anew: the same style, another variation.
   * @param x [n, ...dataShape]; borrowed.
   * @returns [n, ...dataShape]; the caller owns it.
   */
  vary(x: tf.Tensor, options: VaryOptions = {}): tf.Tensor {
    return varyOf(this.evaluation(), x, options);
  }

  /**
   * Goes from some items to others through the latents. A level below the top moves as its prior sees it: from one offset to another, while
   * what is meant by an offset changes with the levels above.
   * @returns [n, steps, ...dataShape]; the caller owns it.
   */
  interpolate(options: InterpolateOptions): tf.Tensor {
    return interpolateOf(this.evaluation(), options);
  }

  /**
   * What each level adds: items with ever more of their topmost levels, the others drawn from their priors.
   * @param x [n, ...dataShape]; borrowed.
   * @returns One record for each number of levels kept, from none to all; the caller owns the tensors in it.
   */
  levels(x: tf.Tensor, options: LevelsOptions = {}): Promise<LevelContribution[]> {
    return levelsOf(this.evaluation(), x, options);
  }

  /**
   * Says of every level whether it works, and if not, why and what to do. Best asked with data it was not trained on, some hundreds of
   * items or more.
   * @param x [n, ...dataShape], 2 or more; borrowed.
   */
  diagnose(x: tf.Tensor, options: DiagnoseOptions = {}): Promise<Diagnosis> {
    return diagnosisOf(this.evaluation(), x, options);
  }
}
