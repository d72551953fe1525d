import {
  type Batch,
  installGradients,
  type Json,
  loadModel,
  type Model,
  type ModelState,
  restoreVariables,
  type StepContext,
  type Store,
} from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkData, type Evaluation } from '../inference/evaluation.js';
import { labelTensor } from '../inference/labels.js';
import { LatentVariableModel } from '../inference/latent-variable-model.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import type { DataShape } from '../networks/body.js';
import type { HierarchicalDecoder } from '../networks/decoder.js';
import type { HierarchicalEncoder } from '../networks/encoder.js';
import { byNetwork } from '../networks/run.js';
import { checkRecipe, type LoadOptions, optionsOf } from './load.js';
import type { HierarchicalVAEOptions } from './options.js';
import { type Parts, partsOf, variablesOfParts } from './parts.js';
import { update } from './update.js';

/**
 * A variational autoencoder with any number of levels; with one level it is the plain one.
 *
 * A step lowers `nll + sum over the levels of beta kl` (with free bits, capacity and balancing where they are set): reconstruction and
 * divergence in nats, summed over an item and averaged over the batch. With `classes`, a batch with labels is charged for the divergence
 * from its class's prior p(z_top | label), and one without for that from the mixture of all of them, which is also what every evaluation
 * without labels does. The posterior never sees a label. What can be asked of it, trained or not, is in {@link LatentVariableModel}.
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
export class HierarchicalVAE extends LatentVariableModel implements Model<Batch> {
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
  /** Its options as plain JSON, defaults filled in. */
  readonly config: Json;

  readonly #parts: Parts;
  /** Parts of its recipe that it was loaded without. */
  #missing: readonly string[] = [];

  constructor(options: HierarchicalVAEOptions) {
    super();
    installGradients();
    this.#parts = partsOf(options);
    const { encoder, decoder, likelihood, config, seed } = this.#parts;
    this.encoder = encoder;
    this.decoder = decoder;
    this.likelihood = likelihood;
    this.seed = seed;
    this.dataShape = encoder.dataShape;
    this.latentDims = encoder.latentDims;
    this.classes = decoder.classes;
    this.config = config;
  }

  /**
   * The VAE of a saved training, to be drawn from, asked or trained on, without its data.
   *
   * @param store Where `train` kept its checkpoints.
   * @param options Option `which`: 'latest' (the default), 'best', or a step. Bodies and a likelihood that were the user's own have to be
   *   given again; a schedule that was, only to train on.
   * @throws Error if there is no checkpoint, or it is damaged or of another model.
   *
   * @example
   * ```ts
   * import { folder } from '@genlab/core/node';
   * import { HierarchicalVAE } from '@genlab/vae';
   *
   * async function draw(path: string) {
   *   const vae = await HierarchicalVAE.load(folder(path)); // where train({ store: folder(path) }) kept it
   *   return vae.sample({ n: 4, seed: 3 });
   * }
   * ```
   */
  static load(store: Store, { which, ...given }: LoadOptions = {}): Promise<HierarchicalVAE> {
    const make = (config: Json) => {
      const { options, missing } = optionsOf(config, given);
      const vae = new HierarchicalVAE(options);
      vae.#missing = missing;
      return vae;
    };
    return loadModel(store, make, { which });
  }

  /** @throws RangeError if the model has classes and a label of the batch is none of them. */
  check({ labels }: Batch): void {
    if (this.classes === undefined || labels === undefined) return;
    labelTensor('HierarchicalVAE', labels.dataSync(), labels.size, this.classes)?.dispose();
  }

  /**
   * One update of all weights.
   * @param batch Data [batch, ...dataShape], with labels if there are classes and they are known; borrowed.
   * @returns `loss` as it is lowered, `nll`, `elbo`, `gradientNorm`, and of each level `kl0` (the top level), `beta0` and so on.
   *   Divergences are those from the prior the step used: with labels, that of the class.
   * @throws Error if the data is not of the model's shape or the labels are not one an item; nothing is updated then.
   */
  step(batch: Batch, context: StepContext): Record<string, tf.Scalar> {
    const n = checkData('HierarchicalVAE.step', this.#parts, batch.x);
    checkRecipe(this.#missing);
    return tf.tidy(() => update(this.#parts, batch.x, labelTensor('HierarchicalVAE.step', batch.labels, n, this.classes), context));
  }

  /** Every variable that a step changes; they stay the model's. */
  state(): ModelState {
    return { tensors: variablesOfParts(this.#parts) };
  }

  /**
   * Goes on as the model the state was taken of.
   * @throws Error if the state is not one of a model with these networks; nothing is changed then.
   */
  restore({ tensors }: ModelState): void {
    restoreVariables('HierarchicalVAE.restore', variablesOfParts(this.#parts), tensors);
  }

  protected evaluation(): Evaluation {
    const { encoder, decoder, likelihood, learnt, average } = this.#parts;
    const averages = average?.averages;
    const own = (name: string) => averages?.[`likelihood/${name}`] ?? (learnt[name] as tf.Tensor);
    return {
      encoder,
      decoder,
      likelihood,
      variables: Object.fromEntries(Object.keys(learnt).map((name) => [name, own(name)])),
      mode: averages ? { weights: byNetwork({ ...encoder.networks, ...decoder.networks }, averages) } : {},
    };
  }

  /** Frees everything it made; an encoder or decoder that was given to it stays. */
  dispose(): void {
    this.#parts.dispose();
  }
}
