import { config, fanInUniform, type Rate, type Reader, readAdam, readRate } from '@genlab/core';
import { bernoulli } from '../likelihoods/bernoulli.js';
import { categorical } from '../likelihoods/categorical.js';
import { gaussian } from '../likelihoods/gaussian.js';
import { conv1dBody, conv2dBody } from '../networks/convolution-body.js';
import { denseBody } from '../networks/dense-body.js';
import { ACTIVATIONS } from '../networks/layers.js';
import { type TargetRate, targetRate } from '../objective/target-rate.js';
import type { HierarchicalVAEOptions } from './options.js';

const { boolean, integer, list, made, named, number, oneOf, optional, record } = config;

const count = integer({ least: 1 });

const activations = {
  activation: optional(oneOf(...ACTIVATIONS)),
  dropout: optional(number),
};
const convolutions = record({
  filters: optional(list(count)),
  strides: optional(list(count)),
  kernelSize: optional(count),
  ...activations,
});

/** Reads a body; one of a user's own can't be read. */
export const readBody = named({
  conv1dBody: made(convolutions, conv1dBody),
  conv2dBody: made(convolutions, conv2dBody),
  denseBody: made(record({ units: optional(list(count)), ...activations }), denseBody),
});

const side = {
  body: optional(readBody),
  hidden: optional(list(count)),
  initializer: optional(named({ fanInUniform: made(record({}), fanInUniform) })),
  ...activations,
};

/** Reads a likelihood; one of a user's own can't be read. */
export const readLikelihood = named({
  bernoulli: made(record({}), bernoulli),
  categorical: made(record({}), categorical),
  gaussian: made(record({ variance: optional(orText('learned', number)) }), gaussian),
});

const target = named({
  targetRate: made(
    record({ nats: perLevel(number), speed: optional(number), initial: optional(number), least: optional(number), most: optional(number) }),
    targetRate,
  ),
});

/** Readers of what only training needs, and what may be code of a user's own. */
export const recipe = { beta: optional(readBeta), capacity: optional(perLevel(readRate)), learningRate: optional(readRate) };

const options = record({
  model: optional(oneOf('HierarchicalVAE')),
  dataShape: list(count),
  latentDims: list(count),
  classes: optional(count),
  encoder: optional(record({ inference: optional(oneOf('topDown', 'bottomUp')), ...side })),
  decoder: optional(
    record({ prior: optional(oneOf('learned', 'standard')), reads: optional(oneOf('path', 'lowest')), width: optional(count), ...side }),
  ),
  likelihood: optional(readLikelihood),
  ...recipe,
  freeBits: optional(readFreeBits),
  balancing: optional(boolean),
  adam: optional(readAdam),
  averaging: optional(number),
  seed: optional(integer({ least: 0 })),
});

function orText<const Text extends string, T>(text: Text, reader: Reader<T>): Reader<Text | T> {
  return (value, path) => (value === text ? text : reader(value, path));
}

/** One value for all levels, or a list of one a level. */
function perLevel<T>(reader: Reader<T>): Reader<T | T[]> {
  return (value, path) => (Array.isArray(value) ? list(reader)(value, path) : reader(value, path));
}

function readBeta(value: unknown, path: string): Rate | Rate[] | TargetRate {
  return Object(value).name === 'targetRate' ? target(value, path) : perLevel(readRate)(value, path);
}

function readFreeBits(value: unknown, path: string) {
  if (typeof value === 'number') return number(value, path);
  return record({ nats: perLevel(number), per: oneOf('dimension', 'level') })(value, path);
}

/**
 * Options of a {@link HierarchicalVAE} from plain JSON: of a file, or what {@link HierarchicalVAE.config} says of another one.
 *
 * Bodies, likelihoods, schedules and the like stand by their names: `{ "beta": { "name": "linear", "from": 0, "to": 1, "steps": 500 } }`.
 *
 * An initializer is read if it is `fanInUniform`, the one there is for VAEs; one of your own is code, which JSON can't hold: put it into the
 * options that come back. (`load` needs none: the weights are in the checkpoint.)
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
