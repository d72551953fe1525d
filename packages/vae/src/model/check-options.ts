import { config, type Rate, type Reader } from '@genlab/core';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { HierarchicalDecoder } from '../networks/decoder.js';
import { HierarchicalEncoder } from '../networks/encoder.js';
import type { TargetRate } from '../objective/target-rate.js';
import { codeMembers, decoderMembers, encoderMembers, oneOrList, sizes } from '../option-readers.js';
import type { HierarchicalVAEOptions } from './options.js';
import { readTargetRate } from './read-options.js';
import { settings } from './settings.js';

const { optional, rate, recipe, record } = config;

/** Reads options as a program gives them, code among them. JSON is read by `hierarchicalVAEOptions`. */
const options = record<HierarchicalVAEOptions>({
  dataShape: optional(sizes),
  latentDims: optional(sizes),
  ...settings,
  encoder: optional(orMade(HierarchicalEncoder, record({ ...encoderMembers, ...codeMembers }))),
  decoder: optional(orMade(HierarchicalDecoder, record({ ...decoderMembers, ...codeMembers }))),
  likelihood: optional(recipe<Likelihood>(['logDensity', 'mean', 'sample', 'together'], 'bernoulli()')),
  beta: optional(readBeta),
  capacity: optional(oneOrList(rate)),
  learningRate: optional(rate),
});

/** The options, checked before anything is made. @throws TypeError or RangeError that names the one that is wrong. */
export function checkedOptions(given: HierarchicalVAEOptions): HierarchicalVAEOptions {
  return options(given, 'HierarchicalVAE');
}

/** What was made before, or options to make it of. */
function orMade<Made, Options>(kind: abstract new (...given: never[]) => Made, reader: Reader<Options>): Reader<Made | Options> {
  return (value, path) => (value instanceof kind ? value : reader(value, path));
}

function readBeta(value: unknown, path: string): Rate | Rate[] | TargetRate {
  return typeof value === 'object' && Object(value).name === 'targetRate' ? readTargetRate(value, path) : oneOrList(rate)(value, path);
}
