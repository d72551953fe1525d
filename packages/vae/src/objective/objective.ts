import { expected, type Rate, rateAt, type StepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { HierarchicalVAEOptions } from '../model/options.js';
import { balancingWeights } from './balancing.js';
import { type FreeBitsRule, freeBitsRule, withFreeBits } from './free-bits.js';
import { BetaController, type TargetRate } from './target-rate.js';

/** How the divergences of the levels enter the loss. */
export class Objective {
  /** Present where beta is found by a controller. */
  readonly controller: BetaController | undefined;
  readonly #betas: readonly Rate[];
  readonly #capacities: readonly Rate[] | undefined;
  readonly #freeBits: FreeBitsRule;
  readonly #balancing: boolean;

  constructor({ beta = 1, capacity, freeBits = 0, balancing = false }: HierarchicalVAEOptions, latentDims: readonly number[]) {
    const levels = latentDims.length;
    this.#capacities = capacity === undefined ? undefined : ratesPerLevel('capacity', capacity, levels);
    this.#freeBits = freeBitsRule(freeBits, latentDims);
    this.#balancing = balancing;
    this.#betas = isTargetRate(beta) ? [] : ratesPerLevel('beta', beta, levels);
    this.controller = isTargetRate(beta) ? new BetaController(beta, levels) : undefined;
  }

  /** The rates of one step, asked for outside of the gradient. */
  rates(context: StepContext): { readonly betas: readonly tf.Tensor[]; readonly capacities: readonly tf.Tensor[] | undefined } {
    return {
      betas: this.controller ? tf.unstack(this.controller.betas) : this.#betas.map((beta) => context.rate(beta)),
      capacities: this.#capacities?.map((capacity) => context.rate(capacity)),
    };
  }

  /**
   * What the divergences add to the loss.
   * @param kls [dims] a level, or [1] where it comes as a whole: means over the batch, in nats.
   * @returns A scalar.
   */
  penalty(kls: readonly tf.Tensor[], { betas, capacities }: ReturnType<Objective['rates']>): tf.Tensor {
    const whole = kls.map((kl) => tf.sum(kl));
    const weights = this.#balancing ? balancingWeights(whole, betas) : undefined;
    const parts = kls.map((kl, level) => {
      const spent = withFreeBits(kl, level, this.#freeBits);
      const charged = capacities ? tf.abs(tf.sub(spent, capacities[level] as tf.Tensor)) : spent;
      const weighted = tf.mul(betas[level] as tf.Tensor, charged);
      return weights ? tf.mul(weights[level] as tf.Tensor, weighted) : weighted;
    });
    return tf.addN(parts);
  }

  /** Frees the controller. */
  dispose(): void {
    this.controller?.dispose();
  }
}

function isTargetRate(beta: NonNullable<HierarchicalVAEOptions['beta']>): beta is TargetRate {
  return typeof beta === 'object' && 'name' in beta;
}

function ratesPerLevel(what: string, given: Rate | readonly Rate[], levels: number): readonly Rate[] {
  const rates = typeof given === 'object' ? given : Array<Rate>(levels).fill(given);
  if (rates.length !== levels) throw new RangeError(expected('HierarchicalVAE', `${what} for each of ${levels} levels`, rates.length));
  rates.forEach((rate) => {
    const first = rateAt(rate, 0);
    if (!(first >= 0)) throw new RangeError(expected('HierarchicalVAE', `${what} >= 0`, first));
  });
  return rates;
}
