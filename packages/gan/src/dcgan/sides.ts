import { Adam, type AdamOptions, type ModelVariables, type Rate, variablesOf } from '@genlab/core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { DCGANOptions, ForEach } from './options.js';

/** Which of the two players. */
export type Role = 'generator' | 'discriminator';

/** A network with what it is trained by. */
export interface Side {
  readonly network: tfl.LayersModel;
  readonly variables: ModelVariables;
  readonly adam: Adam;
  readonly rate: Rate;
}

/** Equips a network with an optimiser of its own. */
export function sideOf(network: tfl.LayersModel, role: Role, options: DCGANOptions): Side {
  const variables = variablesOf(network);
  const rate = pick<Rate>(options.learningRate ?? 2e-4, role);
  return { network, variables, adam: new Adam(variables.trainable, adamOptions(role, options)), rate };
}

/** Throws what {@link sideOf} would, before any network is made. */
export function checkAdamOptions(options: DCGANOptions): void {
  for (const role of ['generator', 'discriminator'] as const) new Adam({}, adamOptions(role, options)).dispose();
}

function adamOptions(role: Role, { adam = {} }: DCGANOptions): AdamOptions {
  return { beta1: 0.5, ...pick<AdamOptions>(adam, role) };
}

function pick<T>(both: ForEach<T>, role: Role): T {
  return typeof both === 'object' && both !== null && role in both ? (both as Record<Role, T>)[role] : (both as T);
}
