import {
  Adam,
  type AdamOptions,
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
  const guard = options.guard && pick<GuardOptions>(options.guard, role);
  const optimizer = guard ? guarded(adam, variables.trainable, guard) : adam;
  return { network, variables, optimizer, rate, config: { adam: adam.config, guard } };
}

function adamOptions(role: Role, { adam = {} }: DCGANOptions): AdamOptions {
  return { beta1: 0.5, ...pick<AdamOptions>(adam, role) };
}

function rateOf(role: Role, { learningRate = 2e-4 }: DCGANOptions): Rate {
  return pick<Rate>(learningRate, role);
}

/** The one value for both networks, or that of one of them. */
function pick<T>(both: ForEach<T>, role: Role): T {
  return Object.hasOwn(Object(both), role) ? (both as Record<Role, T>)[role] : (both as T);
}
