import { type BatchStatistics, forward, type NamedTensors, type NamedVariables, type Noise, variablesOf } from '@genlab/core';
import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** How to run the networks of an encoder or a decoder. */
export interface RunMode {
  /** Dropout and batch statistics as in training; false. */
  readonly training?: boolean;
  /** Source of random numbers for dropout; needed only in training. */
  readonly rng?: Noise;
  /** Tensors to use in place of weights: by network, and there by the names of `variablesOf`. */
  readonly weights?: Readonly<Record<string, NamedTensors>>;
  /** Where batch normalisation of networks of one's own leaves its statistics in training. */
  readonly statistics?: BatchStatistics;
}

/** Networks by name, such as `encoder/body` or `decoder/prior1`. */
export type NamedNetworks = Readonly<Record<string, tfl.LayersModel>>;

/** Runs one of several named networks. */
export function runNetwork(networks: NamedNetworks, name: string, x: tf.Tensor, mode: RunMode): tf.Tensor {
  const { training, rng, statistics, weights } = mode;
  return forward(networks[name] as tfl.LayersModel, x, { training, rng, statistics, weights: weights?.[name] });
}

/** The variables of several networks, each name with its network's before it. */
export function variablesOfAll(networks: NamedNetworks): { readonly trainable: NamedVariables; readonly fixed: NamedVariables } {
  const groups = { trainable: {} as Record<string, tf.Variable>, fixed: {} as Record<string, tf.Variable> };
  for (const [name, network] of Object.entries(networks)) {
    const own = variablesOf(network);
    for (const group of ['trainable', 'fixed'] as const)
      for (const [weight, variable] of Object.entries(own[group])) groups[group][`${name}/${weight}`] = variable;
  }
  return groups;
}

/** Named tensors of several networks, sorted by network for {@link RunMode}. */
export function byNetwork(networks: NamedNetworks, tensors: NamedTensors): Readonly<Record<string, NamedTensors>> {
  return Object.fromEntries(
    Object.keys(networks).map((network) => {
      const prefix = `${network}/`;
      const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
      return [network, Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]))];
    }),
  );
}
