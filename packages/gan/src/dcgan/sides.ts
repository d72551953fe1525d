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
  const rate = pick<Rate>(options.learningRate ?? 2e-4, role);
  const adam = new Adam(variables.trainable, adamOptions(role, options));
  const guard = options.guard && pick<GuardOptions>(options.guard, role);
  const optimizer = guard ? guarded(adam, variables.trainable, guard) : adam;
  return { network, variables, optimizer, rate, config: { adam: adam.config, guard } };
}

/** Throws what {@link sideOf} would, before any network is made. */
export function checkOptimizers(options: DCGANOptions): void {
  for (const role of ['generator', 'discriminator'] as const) {
    const adam = new Adam({}, adamOptions(role, options));
    try {
      if (options.guard) guarded(adam, {}, pick<GuardOptions>(options.guard, role)).slots.skippedUpdates?.dispose();
    } finally {
      adam.dispose();
    }
  }
}

function adamOptions(role: Role, { adam = {} }: DCGANOptions): AdamOptions {
  return { beta1: 0.5, ...pick<AdamOptions>(adam, role) };
}

function pick<T>(both: ForEach<T>, role: Role): T {
  return typeof both === 'object' && both !== null && role in both ? (both as Record<Role, T>)[role] : (both as T);
}
