import type * as tf from '@tensorflow/tfjs-core';
import type { Noise } from '../rng/rng.js';
import type { BatchStatistics } from './batch-statistics.js';

/** What a layer's rule may ask for while it runs. */
export interface LayerCall {
  /** The layer's name in the network, for messages and statistics. */
  readonly name: string;
  /** Batch statistics and dropout as in training. */
  readonly training: boolean;
  /** One of the layer's weights, or what stands in for it in this call: `kernel`, `bias`, `gamma`, ... */
  weight(name: string): tf.Tensor;
  /** The variable itself: what batch statistics are written to. */
  variable(name: string): tf.Variable;
  /** Random numbers. */
  noise(): Noise;
  /** Where batch statistics go, if anybody wants them. */
  readonly statistics: BatchStatistics | undefined;
}

/** A layer made ready to run. */
export type LayerRule = (inputs: readonly tf.Tensor[], call: LayerCall) => tf.Tensor;

/** What `layer.getConfig()` returned. */
export type LayerConfig = Readonly<Record<string, unknown>>;

/** Reads a layer's configuration once; undefined if the layer is set in a way that only its own `apply` knows. */
export type LayerCompiler = (config: LayerConfig) => LayerRule | undefined;

/** Layers by class name. */
export type LayerTable = Readonly<Record<string, LayerCompiler>>;

/** The first and usually only input. */
export function first(inputs: readonly tf.Tensor[]): tf.Tensor {
  return inputs[0] as tf.Tensor;
}
