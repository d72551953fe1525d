import { Adam, describe, type Json, MovingAverage, type NamedVariables, prefixed, type Rate, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { bernoulli } from '../likelihoods/bernoulli.js';
import type { Likelihood } from '../likelihoods/likelihood.js';
import { variablesOfAll } from '../networks/run.js';
import { Objective } from '../objective/objective.js';
import { owned } from '../owned.js';
import { checkedOptions } from './check-options.js';
import type { HierarchicalVAEOptions } from './options.js';
import { type OwnedPair, pairFor } from './pair.js';

/** Everything a model is made of. */
export interface Parts extends OwnedPair {
  readonly likelihood: Likelihood;
  /** Variables of the likelihood, by its own names. */
  readonly learnt: NamedVariables;
  /** What gradients are taken by: those of the networks, and those of the likelihood. */
  readonly trainable: NamedVariables;
  /** Statistics of batch normalisation in bodies of a user's own. */
  readonly fixed: NamedVariables;
  readonly optimizer: Adam;
  readonly learningRate: Rate;
  readonly objective: Objective;
  /** Undefined where everything uses the weights themselves. */
  readonly average: MovingAverage | undefined;
  readonly averaging: number;
  /** The options as plain JSON, defaults filled in. */
  readonly config: Json;
  readonly seed: number;
}

/**
 * Makes the parts that the options describe, or nothing.
 * @throws RangeError, TypeError or Error if an option is wrong or encoder and decoder do not fit together.
 */
export function partsOf(given: HierarchicalVAEOptions): Parts {
  const options = checkedOptions(given);
  const { likelihood = bernoulli(), learningRate = 1e-3, adam = {}, averaging = 0.99, seed = 0 } = options;
  const { beta = 1, freeBits = 0, capacity, balancing = false } = options;
  const { made, dispose } = owned((own) => {
    const { encoder, decoder } = own(pairFor(options, new Rng(seed).fork('HierarchicalVAE')));
    const objective = own(new Objective(options, encoder.latentDims));
    const learnt = Object.fromEntries(
      Object.entries(likelihood.variables ?? {}).map(([name, first]) => [name, own(tf.tidy(() => tf.variable(tf.scalar(first))))]),
    );
    const { trainable: weights, fixed } = variablesOfAll({ ...encoder.networks, ...decoder.networks });
    const trainable = { ...weights, ...prefixed('likelihood/', learnt) };
    const optimizer = own(new Adam(trainable, adam));
    const average = averaging > 0 ? own(new MovingAverage({ ...trainable, ...fixed })) : undefined;
    const { dataShape, latentDims } = encoder;
    const config = describe({
      model: 'HierarchicalVAE',
      dataShape,
      latentDims,
      classes: decoder.classes,
      encoder: sideConfig(encoder),
      decoder: sideConfig(decoder),
      ...{ likelihood, beta, freeBits, capacity, balancing, learningRate, adam: optimizer, averaging, seed },
    });
    return {
      ...{ encoder, decoder, likelihood, learnt, trainable, fixed, optimizer, learningRate, objective, average, averaging },
      ...{ config, seed },
    };
  });
  return { ...made, dispose };
}

/** What is in the options of an encoder or a decoder alone. */
function sideConfig({ config }: { readonly config: Json }): Json {
  const { dataShape, latentDims, classes, ...own } = config as Readonly<Record<string, Json>>;
  return own;
}

/** Every variable that a step changes, by name. */
export function variablesOfParts({ trainable, fixed, optimizer, average, objective }: Parts): NamedVariables {
  return {
    ...trainable,
    ...fixed,
    ...prefixed('adam/', optimizer.slots),
    ...prefixed('average/', average?.averages ?? {}),
    ...(objective.controller && { betas: objective.controller.betas }),
  };
}
