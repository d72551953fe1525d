import { config, describe, expected, fanInUniform, type Initializer, initialize, type Json, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { DiagonalGaussian } from '../gaussian.js';
import { codeMembers, encoderMembers, sizes, source } from '../option-readers.js';
import { owned } from '../owned.js';
import type { BodyOptions, DataShape } from './body.js';
import { type BodyOption, configOf, defaultBody } from './default-body.js';
import { head } from './head.js';
import { type NamedNetworks, type RunMode, runNetwork } from './run.js';

/** Options of {@link HierarchicalEncoder}. */
export interface HierarchicalEncoderOptions extends BodyOptions {
  /** Shape of one item of data, without the batch. */
  readonly dataShape: DataShape;
  /** Number of latent dimensions of each level, top level first. */
  readonly latentDims: readonly number[];
  /**
   * Where a level looks. 'topDown' (the default): at the data and at the levels above, and what it says is a change of its prior.
   * 'bottomUp': the lowest level looks at the data, every other at a draw of the level below it alone.
   */
  readonly inference?: 'topDown' | 'bottomUp';
  /**
   * From data to features: {@link denseBody}, {@link conv1dBody}, {@link conv2dBody}, or a network of one's own from [batch, ...dataShape]
   * to [batch, features]. By the rank of the data: conv1d for [length, channels], conv2d for [height, width, channels], else dense.
   */
  readonly body?: BodyOption;
  /** Widths of the dense layers between what a level sees and its posterior; [128]. Bottom up, the lowest level has none. */
  readonly hidden?: readonly number[];
  /** First weights; `fanInUniform()` of `@genlab/core`. */
  readonly initializer?: Initializer;
  /** Source of the first weights; `new Rng(0)`. */
  readonly rng?: Rng;
}

const readOptions = config.record<HierarchicalEncoderOptions>({
  dataShape: sizes,
  latentDims: sizes,
  ...encoderMembers,
  ...codeMembers,
  rng: config.optional(source),
});

/**
 * From data to the posterior of every level: q(z | x).
 *
 * Its networks are `encoder/body`, and `encoder/posterior0` (the top level's) and so on, each with 2 x dims outputs: first a mean, then a
 * log-variance. Top down these are changes of the level's prior: the posterior is N(mean + change, variance exp(change)).
 *
 * @throws RangeError or TypeError if an option is wrong; Error if a body of one's own does not fit the data.
 *
 * @example
 * ```ts
 * import { HierarchicalEncoder } from '@genlab/vae';
 *
 * const encoder = new HierarchicalEncoder({ dataShape: [16, 9], latentDims: [4, 12] });
 * console.log(Object.keys(encoder.networks)); // ['encoder/body', 'encoder/posterior0', 'encoder/posterior1']
 * encoder.dispose();
 * ```
 *
 * @see Sønderby et al., "Ladder variational autoencoders", 2016; Vahdat and Kautz, "NVAE", 2020, section 3.2, for posteriors relative to
 *   priors.
 */
export class HierarchicalEncoder {
  /** Shape of one item of data. */
  readonly dataShape: DataShape;
  /** Number of latent dimensions of each level, top level first. */
  readonly latentDims: readonly number[];
  /** Where a level looks. */
  readonly inference: 'topDown' | 'bottomUp';
  /** Topology and weights; tfjs-layers' `summary()` and all the rest work on each. */
  readonly networks: NamedNetworks;
  /** The options that make two encoders alike, as plain JSON. */
  readonly config: Json;
  readonly #free: () => void;

  constructor(given: HierarchicalEncoderOptions) {
    const { dataShape, latentDims, inference = 'topDown', hidden = [128], ...rest } = readOptions(given, 'HierarchicalEncoder');
    const { body = defaultBody(dataShape), initializer = fanInUniform(), rng = new Rng(0), ...options } = rest;
    this.dataShape = dataShape;
    this.latentDims = latentDims;
    this.inference = inference;
    this.config = describe({ dataShape, latentDims, inference, body: configOf(body), hidden, initializer, ...options });

    const { made, dispose } = owned((own) => {
      const given = body instanceof tfl.LayersModel ? body : own(body.encoder(dataShape));
      const features = featuresOf(given, dataShape);
      const posteriors = latentDims.map((dims, level) => {
        const name = `posterior${level}`;
        const outputs = { mean: dims, logVar: dims };
        const above = latentDims.slice(0, level).reduce((sum, n) => sum + n, 0);
        if (inference === 'topDown') return own(head(name, features + above, hidden, outputs, options));
        const below = latentDims[level + 1];
        return own(below === undefined ? head(name, features, [], outputs, options) : head(name, below, hidden, outputs, options));
      });
      const fresh = given === body ? posteriors : [given, ...posteriors];
      for (const network of fresh) initialize(network, initializer, rng.fork(network.name));
      return { 'encoder/body': given, ...Object.fromEntries(posteriors.map((network, i) => [`encoder/posterior${i}`, network])) };
    });
    this.networks = made;
    this.#free = dispose;
  }

  /** Features of the data: [batch, features]. */
  features(x: tf.Tensor, mode: RunMode = {}): tf.Tensor {
    return runNetwork(this.networks, 'encoder/body', x, mode);
  }

  /**
   * What the network of one level says: top down, the change of its prior; bottom up, the posterior itself.
   * @param level 0 is the top level.
   * @param seen What the level looks at, side by side: features and levels above, or the level below; borrowed.
   * @returns The caller owns both tensors.
   */
  posterior(level: number, seen: readonly tf.Tensor[], mode: RunMode = {}): DiagonalGaussian {
    return tf.tidy(() => {
      const input = seen.length === 1 ? (seen[0] as tf.Tensor) : tf.concat([...seen], 1);
      const [mean, logVar] = tf.split(runNetwork(this.networks, `encoder/posterior${level}`, input, mode), 2, 1) as [tf.Tensor, tf.Tensor];
      return { mean, logVar };
    });
  }

  /** Frees its weights; a body that was given to it stays. */
  dispose(): void {
    this.#free();
  }
}

function featuresOf(network: tfl.LayersModel, dataShape: DataShape): number {
  const [input, output] = [network.inputs?.[0]?.shape, network.outputs?.[0]?.shape];
  const fits = input && output?.length === 2 && `${input.slice(1)}` === `${dataShape}`;
  if (!fits) {
    const got = `one from [${input?.slice(1)}] to [${output?.slice(1)}]`;
    throw new Error(expected('HierarchicalEncoder', `a body from [${dataShape}] to one vector an item`, got));
  }
  return output[1] as number;
}
