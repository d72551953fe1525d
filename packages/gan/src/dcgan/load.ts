import { expected, type Json, type JsonObject, type Reader, config as read, type WhichCheckpoint } from '@genlab/core';
import type { DCGANOptions } from './options.js';
import { dcganOptions, members, recipe } from './read-options.js';

/** What {@link DCGAN.load} reads, and whatever of the GAN's options a checkpoint cannot hold: code of one's own. */
export interface LoadOptions extends DCGANOptions {
  /** 'latest' (the default), 'best', or a step. */
  readonly which?: WhichCheckpoint;
}

const word = read.oneOf('latest', 'best');
const step = read.integer({ least: 0 });
const readWhich: Reader<WhichCheckpoint> = (value, path) => (typeof value === 'number' ? step(value, path) : word(value, path));

/** Reads the options of {@link DCGAN.load}. */
export const loadOptions = read.record<LoadOptions>({ which: read.optional(readWhich), ...members });

/**
 * The options of the GAN that a configuration describes.
 * @param given Takes the place of what is described.
 * @returns With them, the names of those parts of the recipe that are a user's own code and were not given: a GAN without them can be drawn
 *   from all the same.
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
  const names = Object.keys(recipe) as (keyof typeof recipe)[];
  const missing = names.filter((name) => given[name] === undefined && !read.accepts(recipe[name], described[name]));
  for (const name of names) if (given[name] !== undefined || missing.includes(name)) delete described[name];
  return { options: { ...dcganOptions(described), ...given }, missing };
}

/** @throws Error if parts of the recipe are missing, so that the GAN can be drawn from but not trained. */
export function checkRecipe(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const got = `one loaded without ${missing.join(', ')}`;
  throw new Error(expected('DCGAN.step', 'a GAN with its whole recipe', got, 'Give DCGAN.load what was code of your own.'));
}
