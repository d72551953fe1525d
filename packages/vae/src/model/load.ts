import { expected, type Json, type JsonObject, config as read, type WhichCheckpoint } from '@genlab/core';
import { HierarchicalDecoder } from '../networks/decoder.js';
import { HierarchicalEncoder } from '../networks/encoder.js';
import type { HierarchicalVAEOptions } from './options.js';
import { hierarchicalVAEOptions, readBody, readLikelihood, recipe } from './read-options.js';

/** What {@link HierarchicalVAE.load} reads, and whatever of the VAE's options a checkpoint cannot hold: code of one's own. */
export interface LoadOptions extends HierarchicalVAEOptions {
  /** 'latest' (the default), 'best', or a step. */
  readonly which?: WhichCheckpoint;
}

/**
 * The options of the VAE that a configuration describes.
 * @param given Takes the place of what is described, within an encoder's or a decoder's options member by member.
 * @returns With them, the names of those parts of the recipe that are a user's own code and were not given: a VAE without them can be drawn
 *   from and asked all the same.
 * @throws Error if a body or the likelihood is of the user's own and was not given, or the configuration is none of a HierarchicalVAE.
 */
export function optionsOf(
  config: Json,
  given: HierarchicalVAEOptions,
): { readonly options: HierarchicalVAEOptions; readonly missing: readonly string[] } {
  const described = { ...(config as JsonObject) };
  if (described.model !== 'HierarchicalVAE')
    throw new Error(expected('HierarchicalVAE.load', 'a checkpoint of a HierarchicalVAE', described.model ?? 'one of another model'));
  for (const side of ['encoder', 'decoder'] as const) {
    const own = given[side];
    const { initializer: _, body, ...rest } = described[side] as JsonObject; // first weights, long since replaced
    const needed = own === undefined || !isNetwork(own);
    const bodyGiven = own !== undefined && (isNetwork(own) || own.body !== undefined);
    if (!bodyGiven && !read.accepts(readBody, body))
      throw new Error(expected('HierarchicalVAE.load', `the ${side}'s body in the options, as it was code of one's own`, 'none'));
    if (needed) described[side] = bodyGiven ? rest : { ...rest, body: body as Json };
    else delete described[side];
  }
  if (given.likelihood !== undefined) delete described.likelihood;
  else if (!read.accepts(readLikelihood, described.likelihood))
    throw new Error(expected('HierarchicalVAE.load', "the likelihood in the options, as it was code of one's own", 'none'));
  const names = Object.keys(recipe) as (keyof typeof recipe)[];
  const missing = names.filter((name) => given[name] === undefined && !read.accepts(recipe[name], described[name]));
  for (const name of names) if (given[name] !== undefined || missing.includes(name)) delete described[name];
  const options = hierarchicalVAEOptions(described);
  const sides = { encoder: merged(options.encoder, given.encoder), decoder: merged(options.decoder, given.decoder) };
  return { options: { ...options, ...given, ...sides }, missing };
}

/** @throws Error if parts of the recipe are missing, so that the VAE can be asked but not trained. */
export function checkRecipe(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const got = `one loaded without ${missing.join(', ')}`;
  const hint = 'Give HierarchicalVAE.load what was code of your own.';
  throw new Error(expected('HierarchicalVAE.step', 'a VAE with its whole recipe', got, hint));
}

function isNetwork(side: object): side is HierarchicalEncoder | HierarchicalDecoder {
  return side instanceof HierarchicalEncoder || side instanceof HierarchicalDecoder;
}

function merged<T extends object>(read: T | undefined, given: T | undefined): T | undefined {
  return given !== undefined && isNetwork(given) ? given : ({ ...read, ...given } as T);
}
