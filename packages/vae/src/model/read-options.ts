import { config, fanInUniform, type Rate, readRate } from '@genlab/core';
import { bernoulli } from '../likelihoods/bernoulli.js';
import { categorical } from '../likelihoods/categorical.js';
import { gaussian, gaussianOptions } from '../likelihoods/gaussian.js';
import { conv1dBody, conv2dBody, convolutionBodyOptions } from '../networks/convolution-body.js';
import { denseBody, denseBodyOptions } from '../networks/dense-body.js';
import { type TargetRate, targetRate, targetRateOptions } from '../objective/target-rate.js';
import { decoderMembers, encoderMembers, oneOrList, sizes } from '../option-readers.js';
import type { HierarchicalVAEOptions } from './options.js';
import { settings } from './settings.js';

const { made, named, oneOf, optional, record } = config;

/** Reads a body; one of a user's own can't be read. */
export const readBody = named({
  conv1dBody: made(convolutionBodyOptions, conv1dBody),
  conv2dBody: made(convolutionBodyOptions, conv2dBody),
  denseBody: made(denseBodyOptions, denseBody),
});

const code = { body: optional(readBody), initializer: optional(named({ fanInUniform: made(record({}), fanInUniform) })) };

/** Reads a likelihood; one of a user's own can't be read. */
export const readLikelihood = named({
  bernoulli: made(record({}), bernoulli),
  categorical: made(record({}), categorical),
  gaussian: made(gaussianOptions, gaussian),
});

/** Reads a {@link targetRate}. */
export const readTargetRate = named({ targetRate: made(targetRateOptions, targetRate) });

/** Readers of what only training needs, and what may be code of a user's own. */
export const recipe = { beta: optional(readBeta), capacity: optional(oneOrList(readRate)), learningRate: optional(readRate) };

const options = record({
  model: optional(oneOf('HierarchicalVAE')),
  dataShape: sizes,
  latentDims: sizes,
  ...settings,
  encoder: optional(record({ ...encoderMembers, ...code })),
  decoder: optional(record({ ...decoderMembers, ...code })),
  likelihood: optional(readLikelihood),
  ...recipe,
});

function readBeta(value: unknown, path: string): Rate | Rate[] | TargetRate {
  return Object(value).name === 'targetRate' ? readTargetRate(value, path) : oneOrList(readRate)(value, path);
}

/**
 * Options of a {@link HierarchicalVAE} from plain JSON: of a file, or what {@link HierarchicalVAE.config} says of another one.
 *
 * Bodies, likelihoods, schedules and the like stand by their names: `{ "beta": { "name": "linear", "from": 0, "to": 1, "steps": 500 } }`.
 *
 * An initializer is read if it is `fanInUniform`, the one there is for VAEs; one of your own is code, which JSON can't hold: put it into
 * the options that come back. (`load` needs none: the weights are in the checkpoint.)
 *
 * @param value As `JSON.parse` gives it.
 * @returns Options whose VAE has the same `config` again.
 * @throws TypeError or RangeError that begins with the path of what is wrong: `latentDims[1]: expected an integer >= 1, got -3.`
 *
 * @example
 * ```ts
 * import { HierarchicalVAE, hierarchicalVAEOptions } from '@genlab/vae';
 *
 * const text = '{ "dataShape": [16, 9], "latentDims": [4, 12], "likelihood": { "name": "bernoulli" }, "seed": 7 }';
 * const vae = new HierarchicalVAE(hierarchicalVAEOptions(JSON.parse(text)));
 * const twin = new HierarchicalVAE(hierarchicalVAEOptions(vae.config));
 * ```
 */
export function hierarchicalVAEOptions(value: unknown): HierarchicalVAEOptions {
  const { model: _, ...read } = options(value, '');
  return read;
}
