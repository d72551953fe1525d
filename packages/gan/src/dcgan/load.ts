import { expected, type Json, type JsonObject, type WhichCheckpoint } from '@genlab/core';
import type { DCGANOptions } from './options.js';
import { dcganOptions } from './read-options.js';

/** What {@link DCGAN.load} reads, and whatever of the GAN's options a checkpoint cannot hold: code of one's own. */
export interface LoadOptions extends DCGANOptions {
  /** 'latest' (the default), 'best', or a step. */
  readonly which?: WhichCheckpoint;
}

/** Options that only training needs; a GAN without one of them can be drawn from all the same. */
const recipe = ['loss', 'penalties', 'augmentation', 'learningRate'] as const;

/**
 * The options of the GAN that a configuration describes.
 * @param given Takes the place of what is described.
 * @returns With them, the names of those parts of the recipe that are a user's own code and were not given.
 * @throws Error if a network is of the user's own and was not given, or the configuration is none of a DCGAN.
 */
export function optionsOf(config: Json, given: DCGANOptions): { readonly options: DCGANOptions; readonly missing: readonly string[] } {
  const described = { ...(config as JsonObject) };
  if (described.model !== 'DCGAN')
    throw new Error(expected('DCGAN.load', 'a checkpoint of a DCGAN', described.model ?? 'one of another model'));
  for (const role of ['generator', 'discriminator'] as const) {
    const { initializer: _, ...network } = described[role] as JsonObject; // first weights, long since replaced
    described[role] = network;
    if (given[role] !== undefined) delete described[role];
    else if ('variables' in network)
      throw new Error(expected('DCGAN.load', `the ${role} in the options, as it was a network of one's own`, 'none'));
  }
  const missing = recipe.filter((name) => isOpaque(described[name]) && given[name] === undefined);
  for (const name of recipe) if (given[name] !== undefined || isOpaque(described[name])) delete described[name];
  return { options: { ...dcganOptions(described), ...given }, missing };
}

function isOpaque(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'opaque' in value || Object.values(value).some((member) => isOpaque(member as Json));
}
