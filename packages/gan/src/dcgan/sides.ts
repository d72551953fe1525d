import {
  Adam,
  type AdamOptions,
  checkRate,
  expected,
  type GuardOptions,
  guarded,
  type Json,
  type ModelVariables,
  type Optimizer,
  type Rate,
  variablesOf,
} from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { DCGANOptions, ForEach } from './options.js';

/** Which of the two players. */
export type Role = 'generator' | 'discriminator';

/** A network with what it is trained by. */
export interface Side {
  readonly network: tfl.LayersModel;
  readonly variables: ModelVariables;
  readonly optimizer: Optimizer;
  readonly rate: Rate;
  /** The optimiser's options, and its limits if it has some, as plain JSON. */
  readonly config: { readonly adam: Json; readonly guard: GuardOptions | undefined };
}

/** Equips a network with an optimiser of its own. */
export function sideOf(network: tfl.LayersModel, role: Role, options: DCGANOptions): Side {
  const variables = variablesOf(network);
  const rate = rateOf(role, options);
  const adam = new Adam(variables.trainable, adamOptions(role, options));
  const guard = options.guard && pick<GuardOptions>('guard', options.guard, role);
  const optimizer = guard ? guarded(adam, variables.trainable, guard) : adam;
  return { network, variables, optimizer, rate, config: { adam: adam.config, guard } };
}

/** Throws what {@link sideOf} would, before any network is made. */
export function checkOptimizers(options: DCGANOptions): void {
  for (const role of ['generator', 'discriminator'] as const) {
    checkRate('DCGAN', `learningRate of the ${role}`, rateOf(role, options));
    const adam = new Adam({}, adamOptions(role, options));
    try {
      if (options.guard) guarded(adam, {}, pick<GuardOptions>('guard', options.guard, role)).slots.skippedUpdates?.dispose();
    } finally {
      adam.dispose();
    }
  }
}

function adamOptions(role: Role, { adam = {} }: DCGANOptions): AdamOptions {
  return { beta1: 0.5, ...pick<AdamOptions>('adam', adam, role) };
}

function rateOf(role: Role, { learningRate = 2e-4 }: DCGANOptions): Rate {
  return pick<Rate>('learningRate', learningRate, role);
}

/** The one value for both networks, or that of one of them. */
function pick<T>(option: string, both: ForEach<T>, role: Role): T {
  const given = ['generator', 'discriminator'].filter((name) => Object.hasOwn(Object(both), name));
  if (given.length === 0) return both as T;
  if (given.length === 2) return (both as Record<Role, T>)[role];
  throw new TypeError(expected('DCGAN', `${option} for the generator and for the discriminator`, `one for the ${given[0]} alone`));
}
