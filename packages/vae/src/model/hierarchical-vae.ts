// One class with one line for each thing it does: the work is in the files beside this one, and most of the length is what a reader of the API needs.
import {
  Adam,
  type Batch,
  BatchStatistics,
  describe,
  expected,
  globalNorm,
  gradients,
  installGradients,
  type Json,
  type Model,
  type ModelState,
  MovingAverage,
  type NamedVariables,
  prefixed,
  type Rate,
  Rng,
  restoreVariables,
  type StepContext,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { type DiagnoseOptions, type Diagnosis, diagnosisOf } from '../inspection/diagnosis.js';
import { type LevelContribution, type LevelsOptions, levelsOf } from '../inspection/levels.js';
import { bernoulli } from '../likelihoods/bernoulli.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { DataShape } from '../networks/body.js';
import type { HierarchicalDecoder } from '../networks/decoder.js';
import type { HierarchicalEncoder } from '../networks/encoder.js';
import { byNetwork, variablesOfAll } from '../networks/run.js';
import { type Elbo, type ElboOptions, elboOf } from './elbo.js';
import { checkData, type Evaluation } from './evaluation.js';
import { type ImportanceOptions, type Iwae, iwaeOf, type LogWeights, logWeightsOf } from './importance.js';
import { type InterpolateOptions, interpolateOf } from './interpolation.js';
import { labelTensor } from './labels.js';
import { type DecodeOptions, decodeOf, type EncodedLevel, type EncodeOptions, encodeOf, type Latents } from './latents.js';
import { lossOf } from './loss.js';
import { Objective } from './objective.js';
import type { HierarchicalVAEOptions } from './options.js';
import { type Parts, partsFor } from './parts.js';
import { type SampleOptions, sampleOf, type VaryOptions, varyOf } from './sampling.js';

/**
 * A variational autoencoder with any number of levels; with one level it is the plain one.
 *
 * A step lowers `nll + sum over the levels of beta kl` (with free bits, capacity and balancing where they are set): reconstruction and divergence in
 * nats, summed over an item and averaged over the batch. With `classes`, a batch with labels is charged for the divergence from its class's prior
 * p(z_top | label), and one without for that from the mixture of all of them, which is also what every evaluation without labels does. The posterior
 * never sees a label.
 *
 * @throws RangeError, TypeError or Error if an option is wrong or encoder and decoder do not fit together.
 *
 * @example
 * ```ts
 * import { inMemory, linear, train } from '@genlab/core';
 * import { bernoulli, HierarchicalVAE } from '@genlab/vae';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * async function run(bars: tf.Tensor3D, genres: number[]) {
 *   const vae = new HierarchicalVAE({
 *     dataShape: [16, 9],
 *     latentDims: [4, 12],
 *     classes: 5,
 *     likelihood: bernoulli(),
 *     beta: linear({ from: 0, to: 1, steps: 500 }),
 *     seed: 7,
 *   });
 *   await train(vae, inMemory({ x: bars, labels: genres }), { epochs: 50, batchSize: 32 });
 *   return vae.sample({ n: 8, label: 1, seed: 3 }); // probabilities [8, 16, 9] of class 1
 * }
 * ```
 *
 * @see Kingma and Welling, "Auto-encoding variational Bayes", 2014; Sønderby et al., "Ladder variational autoencoders", 2016.
 */
export class HierarchicalVAE implements Model<Batch> {
  /** What changes from step to step comes from the batch and the context alone. */
  readonly capturable = true;
  /** The seed it was made with. */
  readonly seed: number;
  /** Shape of one item of data. */
  readonly dataShape: DataShape;
  /** Number of latent dimensions of each level, top level first. */
  readonly latentDims: readonly number[];
  /** Number of classes, or undefined. */
  readonly classes: number | undefined;
  /** From data to posteriors, as it is trained and not averaged. */
  readonly encoder: HierarchicalEncoder;
  /** From latents to data, likewise. */
  readonly decoder: HierarchicalDecoder;
  /** Distribution of the data given the latents. */
  readonly likelihood: Likelihood;

  /** What it was made with, as plain JSON, defaults filled in. */
  readonly config: Json;

  readonly #parts: Parts;
  readonly #learnt: Readonly<Record<string, tf.Variable>>; // of the likelihood
  readonly #trainable: NamedVariables;
  readonly #fixed: NamedVariables;
  readonly #adam: Adam;
  readonly #objective: Objective;
  readonly #average: MovingAverage | undefined;
  readonly #averaging: number;
  readonly #learningRate: Rate;

  constructor(options: HierarchicalVAEOptions) {
    const { likelihood = bernoulli(), learningRate = 1e-3, adam = {}, averaging = 0.99, seed = 0 } = options;
    if (!(averaging >= 0 && averaging < 1)) throw new RangeError(expected('HierarchicalVAE', 'averaging in [0, 1)', averaging));
    installGradients();
    this.#parts = partsFor(options, new Rng(seed).fork('HierarchicalVAE'));
    const { encoder, decoder } = this.#parts;
    this.encoder = encoder;
    this.decoder = decoder;
    this.likelihood = likelihood;
    this.seed = seed;
    this.dataShape = encoder.dataShape;
    this.latentDims = encoder.latentDims;
    this.classes = decoder.classes;
    this.#objective = new Objective(options, this.latentDims.length);
    this.#learnt = Object.fromEntries(
      Object.entries(likelihood.variables ?? {}).map(([name, first]) => [name, tf.tidy(() => tf.variable(tf.scalar(first)))]),
    );
    const { trainable, fixed } = variablesOfAll(this.#networks);
    this.#trainable = { ...trainable, ...prefixed('likelihood/', this.#learnt) };
    this.#fixed = fixed;
    this.#adam = new Adam(this.#trainable, adam);
    this.#average = averaging > 0 ? new MovingAverage({ ...this.#trainable, ...fixed }) : undefined;
    this.#averaging = averaging;
    this.#learningRate = learningRate;
    const { beta = 1, freeBits = 0, capacity, balancing = false } = options;
    this.config = describe({
      model: 'HierarchicalVAE',
      encoder: encoder.config,
      decoder: decoder.config,
      likelihood,
      beta,
      freeBits,
      capacity,
      balancing,
      learningRate,
      adam: this.#adam,
      averaging,
      seed,
    });
  }

  /** @throws RangeError if the model has classes and a label of the batch is none of them. */
  check({ labels }: Batch): void {
    if (this.classes === undefined || labels === undefined) return;
    labelTensor('HierarchicalVAE', labels.dataSync(), labels.size, this.classes)?.dispose();
  }

  get #networks() {
    return { ...this.encoder.networks, ...this.decoder.networks };
  }

  /**
   * One update of all weights.
   * @param batch Data [batch, ...dataShape], with labels if there are classes and they are known; borrowed.
   * @returns `loss` as it is lowered, `nll`, `elbo`, `gradientNorm`, and of each level `kl0` (the top level), `beta0` and so on. Divergences are
   *   those from the prior the step used: with labels, that of the class.
   * @throws Error if the data is not of the model's shape or the labels are not one an item; nothing is updated then.
   */
  step(batch: Batch, context: StepContext): Record<string, tf.Scalar> {
    const n = checkData('HierarchicalVAE.step', this.#parts, batch.x);
    return tf.tidy(() => {
      const labels = labelTensor('HierarchicalVAE.step', batch.labels, n, this.classes);
      const rates = this.#objective.rates(context);
      const noise = this.latentDims.map((dims) => context.normal([n, dims]));
      const statistics = new BatchStatistics();
      try {
        const mode = { training: true, rng: context, statistics, labels };
        const given = { x: batch.x, noise, rates, mode };
        const result = gradients(() => lossOf(this.#parts, this.likelihood, this.#learnt, this.#objective, given), this.#trainable);
        this.#adam.step(result.gradients, context.rate(this.#learningRate));
        statistics.commit();
        const kls = this.latentDims.map((_, level) => result.logs[`kl${level}`] as tf.Scalar);
        const betas = rates.betas.map((beta, level) => [`beta${level}`, tf.clone(beta) as tf.Scalar]);
        this.#objective.controller?.update(kls);
        // A long memory of the first, random weights would be of no use.
        this.#average?.update(context.rate((step) => Math.min(this.#averaging, (1 + step) / (10 + step))));
        return {
          loss: result.loss,
          ...result.logs,
          elbo: tf.neg(tf.addN([result.logs.nll as tf.Scalar, ...kls])) as tf.Scalar,
          ...Object.fromEntries(betas),
          gradientNorm: globalNorm(result.gradients),
        };
      } finally {
        statistics.discard();
      }
    });
  }

  /** Every variable that a step changes; they stay the model's. */
  state(): ModelState {
    return { tensors: this.#variables() };
  }

  /**
   * Goes on as the model the state was taken of.
   * @throws Error if the state is not one of a model with these networks; nothing is changed then.
   */
  restore({ tensors }: ModelState): void {
    restoreVariables('HierarchicalVAE.restore', this.#variables(), tensors);
  }

  #variables(): NamedVariables {
    return {
      ...this.#trainable,
      ...this.#fixed,
      ...prefixed('adam/', this.#adam.slots),
      ...prefixed('average/', this.#average?.averages ?? {}),
      ...(this.#objective.controller && { betas: this.#objective.controller.betas }),
    };
  }

  /**
   * The evidence lower bound of data, with its parts.
   * @param x [n, ...dataShape]; borrowed.
   * @throws Error if the data or the labels do not fit.
   */
  elbo(x: tf.Tensor, options: ElboOptions = {}): Promise<Elbo> {
    return elboOf(this.#evaluation, x, options);
  }

  /**
   * The importance-weighted bound on the log-likelihood: the honest figure to compare models by. It is reached by k draws an item and summed in float64.
   * @param x [n, ...dataShape]; borrowed.
   * @throws Error if the data or the labels do not fit; RangeError if k is no count.
   * @see Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, equation 8.
   */
  iwae(x: tf.Tensor, options: ImportanceOptions = {}): Promise<Iwae> {
    return iwaeOf(this.#evaluation, x, options);
  }

  /** The weights that {@link HierarchicalVAE.iwae} is made of, for metrics of one's own: log p(x, z) - log q(z | x) for k draws an item. */
  logWeights(x: tf.Tensor, options: ImportanceOptions = {}): Promise<LogWeights> {
    return logWeightsOf(this.#evaluation, x, options);
  }

  /**
   * Posterior, prior and latents of every level.
   * @param x [n, ...dataShape]; borrowed.
   * @returns A record a level, top level first; the caller owns all tensors in it (`tf.dispose` takes the whole list).
   */
  encode(x: tf.Tensor, options: EncodeOptions = {}): EncodedLevel[] {
    return encodeOf(this.#evaluation, x, options);
  }

  /**
   * Data for given latents.
   * @param latents Of all levels; borrowed.
   * @returns Expectations or draws, [n, ...dataShape]; the caller owns it.
   * @throws Error if the latents are not of the model's dimensions.
   */
  decode(latents: Latents, options: DecodeOptions = {}): tf.Tensor {
    return decodeOf(this.#evaluation, latents, options);
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
    return sampleOf(this.#evaluation, options);
  }

  /**
   * Keeps what the topmost levels say of items, and draws the rest anew: the same style, another variation.
   * @param x [n, ...dataShape]; borrowed.
   * @returns [n, ...dataShape]; the caller owns it.
   */
  vary(x: tf.Tensor, options: VaryOptions = {}): tf.Tensor {
    return varyOf(this.#evaluation, x, options);
  }

  /**
   * Goes from some items to others through the latents. A level below the top moves as its prior sees it: from one offset to another, while what is
   * meant by an offset changes with the levels above.
   * @returns [n, steps, ...dataShape]; the caller owns it.
   */
  interpolate(options: InterpolateOptions): tf.Tensor {
    return interpolateOf(this.#evaluation, options);
  }

  /**
   * What each level adds: items with ever more of their topmost levels, the others drawn from their priors.
   * @param x [n, ...dataShape]; borrowed.
   * @returns One record for each number of levels kept, from none to all; the caller owns the tensors in it.
   */
  levels(x: tf.Tensor, options: LevelsOptions = {}): Promise<LevelContribution[]> {
    return levelsOf(this.#evaluation, x, options);
  }

  /**
   * Says of every level whether it works, and if not, why and what to do. Best asked with data it was not trained on, some hundreds of items or more.
   * @param x [n, ...dataShape], 2 or more; borrowed.
   */
  diagnose(x: tf.Tensor, options: DiagnoseOptions = {}): Promise<Diagnosis> {
    return diagnosisOf(this.#evaluation, x, options);
  }

  get #evaluation(): Evaluation {
    const averages = this.#average?.averages;
    const own = (name: string) => averages?.[`likelihood/${name}`] ?? (this.#learnt[name] as tf.Tensor);
    return {
      encoder: this.encoder,
      decoder: this.decoder,
      likelihood: this.likelihood,
      variables: Object.fromEntries(Object.keys(this.#learnt).map((name) => [name, own(name)])),
      mode: averages ? { weights: byNetwork(this.#networks, averages) } : {},
    };
  }

  /** Frees everything it made; an encoder or decoder that was given to it stays. */
  dispose(): void {
    this.#adam.dispose();
    this.#average?.dispose();
    this.#objective.controller?.dispose();
    tf.dispose(this.#learnt);
    this.#parts.dispose();
  }
}
