import { config, expected, type NamedTensors, type NamedVariables, type Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

/** A kernel as the matrix [everything else, outputs] that its linear map is. */
function asMatrix(kernel: tf.Tensor): tf.Tensor2D {
  return tf.reshape(kernel, [-1, kernel.shape.at(-1) as number]);
}

/** A vector as a column, at length 1. */
function unit(column: tf.Tensor): tf.Tensor {
  return tf.div(column, tf.add(tf.sqrt(tf.sum(tf.square(column))), 1e-12));
}

/**
 * One power iteration: from an estimate of a kernel's first right singular vector to a better one.
 *
 * Formula: `u' = normalised(W^T W u)`, with W the kernel as a matrix [everything else, outputs].
 * @param u [outputs, 1], of length 1; borrowed.
 * @returns [outputs, 1], of length 1; the caller owns it.
 * @throws TypeError or Error if u is no such vector.
 *
 * @example
 * ```ts
 * import { powerIteration } from '@genlab/gan';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const kernel = tf.tensor2d([[3, 0], [0, 1]]); // singular values 3 and 1
 * let u: tf.Tensor = tf.tensor2d([[0.6], [0.8]]);
 * for (let i = 0; i < 10; i++) u = powerIteration(kernel, u);
 * u.print(); // [[1], [0]], nearly
 * ```
 */
export function powerIteration(kernel: tf.Tensor, u: tf.Tensor): tf.Tensor {
  checkVector('powerIteration', kernel, u);
  return tf.tidy(() => {
    const matrix = asMatrix(kernel);
    return unit(tf.matMul(matrix, tf.matMul(matrix, u as tf.Tensor2D), true));
  });
}

/**
 * A kernel divided by its spectral norm, as estimated with u: a pure function of both.
 *
 * Formula: `W / |W u|`. With u held fixed, the gradient goes through the norm, too: its derivative by W is the outer product of
 * `W u / |W u|` and u, which is Miyato's. Calling it twice changes nothing; {@link powerIteration} is the only way u moves.
 *
 * @param u [outputs, 1], of length 1; not differentiated; borrowed.
 * @returns The shape of the kernel; the caller owns it.
 * @throws TypeError or Error if u is no such vector.
 *
 * @example
 * ```ts
 * import { spectrallyNormalized } from '@genlab/gan';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * spectrallyNormalized(tf.tensor2d([[3, 0], [0, 1]]), tf.tensor2d([[1], [0]])).print(); // [[1, 0], [0, 0.3333333]]
 * ```
 *
 * @see Miyato et al., "Spectral normalization for generative adversarial networks", 2018, equations 8 and 12.
 */
export function spectrallyNormalized(kernel: tf.Tensor, u: tf.Tensor): tf.Tensor {
  checkVector('spectrallyNormalized', kernel, u);
  return tf.tidy(() => tf.div(kernel, tf.sqrt(tf.sum(tf.square(tf.matMul(asMatrix(kernel), u as tf.Tensor2D))))));
}

function checkVector(where: string, kernel: tf.Tensor, u: tf.Tensor): void {
  const outputs = config.tensor(kernel, `${where}.kernel`).shape.at(-1);
  const { shape } = config.tensor(u, `${where}.u`);
  if (outputs === undefined || shape.length !== 2 || shape[0] !== outputs || shape[1] !== 1)
    throw new Error(expected(where, `u of shape [${outputs ?? 'outputs'}, 1]`, `[${shape.join(', ')}]`));
}

/**
 * The vectors u of every kernel of a network, and the normalised weights to run it with.
 *
 * @example
 * ```ts
 * import { forward, Rng, variablesOf } from '@genlab/core';
 * import { Discriminator, SpectralNorm } from '@genlab/gan';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const { network } = new Discriminator({ imageShape: [16, 16, 1], filters: [8, 16] });
 * const spectral = new SpectralNorm(variablesOf(network).trainable, new Rng(7));
 * spectral.advance(); // once a step
 * const logits = forward(network, tf.zeros([4, 16, 16, 1]), { weights: spectral.weights() }); // [4, 1]
 * ```
 */
export class SpectralNorm {
  readonly #variables: NamedVariables;
  readonly #vectors: Record<string, tf.Variable> = {};

  /**
   * @param variables Those of a network; kernels and embeddings are normalised, the rest is left alone.
   * @param rng Source of the first vectors, which fifteen power iterations then make good ones.
   */
  constructor(variables: NamedVariables, rng: Rng) {
    config.recipe<Rng>(['fork'], 'new Rng(7)')(rng, 'SpectralNorm.rng');
    this.#variables = Object.fromEntries(
      Object.entries(config.variables(variables, 'SpectralNorm.variables')).filter(([name]) => /\/(kernel|embeddings)$/.test(name)),
    );
    for (const [name, kernel] of Object.entries(this.#variables)) {
      this.#vectors[name] = tf.tidy(() => {
        let u = unit(rng.fork(name).normal([kernel.shape.at(-1) as number, 1]));
        for (let i = 0; i < 15; i++) u = powerIteration(kernel, u);
        return tf.variable(u, false);
      });
    }
  }

  /** The vectors under the names of their kernels; they stay property of this object. */
  get vectors(): NamedVariables {
    return this.#vectors;
  }

  /** One power iteration for every kernel: once a step, before the discriminator's update. */
  advance(): void {
    for (const [name, u] of Object.entries(this.#vectors)) tf.tidy(() => u.assign(powerIteration(this.#variables[name] as tf.Variable, u)));
  }

  /** The normalised kernels under their names, for the option `weights` of `forward`; the caller owns them. */
  weights(): NamedTensors {
    return Object.fromEntries(
      Object.entries(this.#variables).map(([name, kernel]) => [name, spectrallyNormalized(kernel, this.#vectors[name] as tf.Variable)]),
    );
  }

  /** Frees the vectors; the variables stay. */
  dispose(): void {
    for (const u of Object.values(this.#vectors)) u.dispose();
  }
}
