import { config, expected } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { oneOrList } from '../option-readers.js';
import { perLevel } from './free-bits.js';

const { optional, record, within } = config;

/** Options of {@link targetRate}. */
export interface TargetRateOptions {
  /** Wanted divergence in nats: of every level, or one a level, top level first. */
  readonly nats: number | readonly number[];
  /** How fast beta follows: its relative change a step for a divergence that is 1 nat off; 0.01. */
  readonly speed?: number;
  /** Beta at the start; 1. */
  readonly initial?: number;
  /** Beta never leaves [least, most]; 1e-3 and 10. */
  readonly least?: number;
  /** See `least`. */
  readonly most?: number;
}

const positive = optional(within({ above: 0 }));

/** Reads options of {@link targetRate}. */
export const targetRateOptions = record<TargetRateOptions>({
  nats: oneOrList(within({ least: 0 })),
  ...{ speed: positive, initial: positive, least: positive, most: positive },
});

/** What {@link targetRate} makes: an entry for `beta`. */
export interface TargetRate extends Required<Omit<TargetRateOptions, 'nats'>> {
  readonly name: 'targetRate';
  /** Wanted divergence in nats. */
  readonly nats: number | readonly number[];
}

/**
 * A controller in place of a schedule for beta: it raises the beta of a level that spends more nats than wanted, and lowers it for one that
 * spends fewer. Where it has settled is the beta to use.
 *
 * Formula, after every step: `beta = clip(beta exp(speed (kl - nats)), least, most)` with the divergence of the batch. Each level's beta is
 * a variable of the model and part of its state.
 *
 * @throws RangeError or TypeError if a number is out of range or none.
 *
 * @example
 * ```ts
 * import { HierarchicalVAE, targetRate } from '@genlab/vae';
 *
 * const vae = new HierarchicalVAE({ dataShape: [16, 9], latentDims: [4, 12], beta: targetRate({ nats: [1.6, 1.4] }) });
 * ```
 *
 * @see Shao et al., "ControlVAE: controllable variational autoencoder", 2020; Rezende and Viola, "Taming VAEs", 2018, for the
 *   multiplicative form.
 */
export function targetRate(options: TargetRateOptions): TargetRate {
  const { nats, speed = 0.01, initial = 1, least = 1e-3, most = 10 } = targetRateOptions(options, 'targetRate');
  if (!(least > 0 && least <= initial && initial <= most))
    throw new RangeError(expected('targetRate', '0 < least <= initial <= most', { least, initial, most }));
  return { name: 'targetRate', nats, speed, initial, least, most };
}

/** The betas of a {@link TargetRate} at work. */
export class BetaController {
  /** [levels]; stays property of this object. */
  readonly betas: tf.Variable;
  readonly #options: TargetRate;
  readonly #nats: readonly number[];

  constructor(options: TargetRate, levels: number) {
    this.#options = options;
    this.#nats = perLevel('targetRate.nats', options.nats, levels);
    this.betas = tf.tidy(() => tf.variable(tf.fill([levels], options.initial), false));
  }

  /** Moves every beta by how far its level's divergence is off; borrows the scalars. */
  update(kls: readonly tf.Tensor[]): void {
    const { speed, least, most } = this.#options;
    tf.tidy(() => {
      const off = tf.sub(tf.stack([...kls]), tf.tensor1d([...this.#nats]));
      this.betas.assign(tf.clipByValue(tf.mul(this.betas, tf.exp(tf.mul(off, speed))), least, most));
    });
  }

  /** Frees the betas. */
  dispose(): void {
    this.betas.dispose();
  }
}
