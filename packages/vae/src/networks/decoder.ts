import { config, describe, expected, fanInUniform, type Initializer, initialize, type Json, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { DiagonalGaussian } from '../gaussian.js';
import { codeMembers, count, decoderMembers, sizes, source } from '../option-readers.js';
import { owned } from '../owned.js';
import type { BodyOptions, DataShape } from './body.js';
import { classPrior, classPriorNetwork, startPriors } from './class-prior.js';
import { type BodyOption, configOf, defaultBody } from './default-body.js';
import type { Descent, LevelPrior } from './descent.js';
import { head } from './head.js';
import { type NamedNetworks, type RunMode, runNetwork } from './run.js';

/** Options of {@link HierarchicalDecoder}. */
export interface HierarchicalDecoderOptions extends BodyOptions {
  /** Shape of one item of data, without the batch. */
  readonly dataShape: DataShape;
  /** Number of latent dimensions of each level, top level first. */
  readonly latentDims: readonly number[];
  /** Number of classes, if the top level is to have a prior for each; none. Nothing else sees a label. */
  readonly classes?: number;
  /** Of all levels but the top: 'learned' (the default) p(z | levels above), or 'standard' N(0, I), whatever is above. */
  readonly prior?: 'learned' | 'standard';
  /** What the body draws from: 'path' (the default), which every level adds to, or 'lowest', the lowest level alone. */
  readonly reads?: 'path' | 'lowest';
  /** Width of the path; 128. */
  readonly width?: number;
  /** Widths of the dense layers from the path to a level's prior; [128]. */
  readonly hidden?: readonly number[];
  /**
   * From the path (or the lowest level) to the data: {@link denseBody}, {@link conv1dBody}, {@link conv2dBody}, or a network of one's own
   * from [batch, width] to [batch, ...dataShape], with a linear output. As for {@link HierarchicalEncoder}.
   */
  readonly body?: BodyOption;
  /** First weights; `fanInUniform()` of `@genlab/core`. Learned priors start as N(0, I) all the same. */
  readonly initializer?: Initializer;
  /** Source of the first weights; `new Rng(0)`. */
  readonly rng?: Rng;
}

const readOptions = config.record<HierarchicalDecoderOptions>({
  dataShape: sizes,
  latentDims: sizes,
  classes: config.optional(count),
  ...decoderMembers,
  ...codeMembers,
  rng: config.optional(source),
});

/**
 * From latents to data, top level first: p(z) and p(x | z).
 *
 * A path runs from the top to the data. Every level adds its latents to it (`decoder/project0` and so on); the prior of the next level is
 * read off it (`decoder/prior1`: a mean, a log-variance, and features that go on along the path); the body (`decoder/body`) draws from it.
 * With classes, `decoder/prior0` holds a Gaussian a class for the top level.
 *
 * @throws RangeError or TypeError if an option is wrong; Error if a body of one's own does not fit.
 *
 * @example
 * ```ts
 * import { HierarchicalDecoder } from '@genlab/vae';
 *
 * const decoder = new HierarchicalDecoder({ dataShape: [16, 9], latentDims: [4, 12], classes: 5 });
 * console.log(Object.keys(decoder.networks).length); // 5: prior0, project0, prior1, project1, body
 * decoder.dispose();
 * ```
 *
 * @see Child, "Very deep VAEs generalize autoregressive models", 2021, section 3, for the path and its features.
 */
export class HierarchicalDecoder {
  /** Shape of one item of data. */
  readonly dataShape: DataShape;
  /** Number of latent dimensions of each level, top level first. */
  readonly latentDims: readonly number[];
  /** Number of classes, or undefined. */
  readonly classes: number | undefined;
  /** Topology and weights; tfjs-layers' `summary()` and all the rest work on each. */
  readonly networks: NamedNetworks;
  /** The options that make two decoders alike, as plain JSON. */
  readonly config: Json;
  readonly #free: () => void;
  readonly #reads: 'path' | 'lowest';

  constructor(given: HierarchicalDecoderOptions) {
    const { dataShape, latentDims, classes, prior = 'learned', reads = 'path', ...rest } = readOptions(given, 'HierarchicalDecoder');
    const { width = 128, hidden = [128], ...others } = rest;
    const { body = defaultBody(dataShape), initializer = fanInUniform(), rng = new Rng(0), ...options } = others;
    this.dataShape = dataShape;
    this.latentDims = latentDims;
    this.classes = classes;
    this.#reads = reads;
    this.config = describe({ dataShape, latentDims, classes, prior, reads, width, hidden, body: configOf(body), initializer, ...options });

    const { made, dispose } = owned((own) => {
      const from = reads === 'path' ? width : (latentDims.at(-1) as number);
      const given = body instanceof tfl.LayersModel ? body : own(body.decoder(from, dataShape));
      checkBody(given, from, dataShape);
      const small: Record<string, tfl.LayersModel> = {};
      const lowest = latentDims.length - 1;
      for (const [level, dims] of latentDims.entries()) {
        // What nothing reads is not made: it could not be trained.
        const goesOn = reads === 'path' || (prior === 'learned' && level < lowest);
        const name = `prior${level}`;
        if (level === 0 && classes !== undefined) small[name] = own(classPriorNetwork(classes, dims));
        if (level > 0 && prior === 'learned') {
          small[name] = own(head(name, width, hidden, { mean: dims, logVar: dims, ...(goesOn && { features: width }) }, options));
        }
        if (goesOn) small[`project${level}`] = own(head(`project${level}`, dims, [], { path: width }));
      }
      const fresh = given === body ? Object.values(small) : [...Object.values(small), given];
      for (const network of fresh) initialize(network, initializer, rng.fork(network.name));
      const named = Object.fromEntries(Object.entries(small).map(([name, network]) => [`decoder/${name}`, network]));
      const networks = { ...named, 'decoder/body': given };
      startPriors(networks, rng.fork('priors'));
      return networks;
    });
    this.networks = made;
    this.#free = dispose;
  }

  /**
   * Goes through the levels from the top and draws the data. To be called in a `tf.tidy`, which its intermediate tensors are left to.
   *
   * @param choose Called for each level in turn with its prior; returns the level's latents, [batch, dims], from wherever they come.
   * @param labels Classes for the prior of the top level, [batch]; without them it is the mixture of all classes.
   * @returns Priors, latents and the likelihood's parameters.
   */
  descend(
    choose: (level: number, prior: LevelPrior) => tf.Tensor,
    { labels, ...mode }: RunMode & { readonly labels?: tf.Tensor } = {},
  ): Descent {
    const priors: LevelPrior[] = [];
    const latents: tf.Tensor[] = [];
    let path: tf.Tensor | undefined;
    const add = (step: tf.Tensor) => {
      path = path ? tf.add(path, step) : step;
    };
    for (const [level, dims] of this.latentDims.entries()) {
      let prior: LevelPrior = { gaussian: standard(dims) };
      if (level === 0 && this.classes !== undefined) prior = classPrior(this.networks, this.classes, labels, mode);
      if (this.networks[`decoder/prior${level}`] && level > 0) {
        const read = runNetwork(this.networks, `decoder/prior${level}`, path as tf.Tensor, mode);
        const rest = (read.shape[1] as number) - 2 * dims;
        const [mean, logVar, features] = tf.split(read, [dims, dims, ...(rest > 0 ? [rest] : [])], 1) as tf.Tensor[];
        prior = { gaussian: { mean, logVar } as DiagonalGaussian };
        if (features) add(features);
      }
      const z = choose(level, prior);
      priors.push(prior);
      latents.push(z);
      if (this.networks[`decoder/project${level}`]) add(runNetwork(this.networks, `decoder/project${level}`, z, mode));
    }
    const source = this.#reads === 'path' ? (path as tf.Tensor) : (latents.at(-1) as tf.Tensor);
    return { priors, latents, parameters: runNetwork(this.networks, 'decoder/body', source, mode) };
  }

  /** Frees its weights; a body that was given to it stays. */
  dispose(): void {
    this.#free();
  }
}

const standard = (dims: number): DiagonalGaussian => ({ mean: tf.zeros([1, dims]), logVar: tf.zeros([1, dims]) });

function checkBody(network: tfl.LayersModel, width: number, dataShape: DataShape): void {
  const [input, output] = [network.inputs?.[0]?.shape.slice(1), network.outputs?.[0]?.shape.slice(1)];
  if (input && output && `${input}` === `${width}` && `${output}` === `${dataShape}`) return;
  throw new Error(expected('HierarchicalDecoder', `a body from [${width}] to [${dataShape}]`, `one from [${input}] to [${output}]`));
}
