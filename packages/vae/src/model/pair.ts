import { expected, type Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Pair } from '../inference/inference.js';
import { HierarchicalDecoder } from '../networks/decoder.js';
import { HierarchicalEncoder } from '../networks/encoder.js';
import { owned } from '../owned.js';
import type { HierarchicalVAEOptions } from './options.js';

/** Encoder and decoder of a model, and how to be rid of those that were made here. */
export interface OwnedPair extends Pair {
  dispose(): void;
}

/** Makes the encoder and the decoder that the options describe, takes those they bring, and checks that they fit together. */
export function pairFor(options: HierarchicalVAEOptions, rng: Rng): OwnedPair {
  const first = options.encoder instanceof HierarchicalEncoder ? options.encoder : undefined;
  const second = options.decoder instanceof HierarchicalDecoder ? options.decoder : undefined;
  const dataShape = options.dataShape ?? first?.dataShape ?? second?.dataShape;
  const latentDims = options.latentDims ?? first?.latentDims ?? second?.latentDims;
  if (!dataShape || !latentDims) throw new TypeError(expected('HierarchicalVAE', 'dataShape and latentDims', { dataShape, latentDims }));
  for (const [name, part] of Object.entries({ encoder: first, decoder: second })) {
    if (!part || (tf.util.arraysEqual([...part.dataShape], [...dataShape]) && tf.util.arraysEqual([...part.latentDims], [...latentDims])))
      continue;
    const got = `data [${part.dataShape}] and latents [${part.latentDims}]`;
    throw new Error(expected('HierarchicalVAE', `the ${name} to be for data [${dataShape}] and latents [${latentDims}]`, got));
  }
  if (second && options.classes !== undefined && options.classes !== second.classes)
    throw new Error(expected('HierarchicalVAE', `a decoder of ${options.classes} classes`, second.classes));

  const { made, dispose } = owned((own) => {
    const { classes } = options;
    const shared = { dataShape, latentDims };
    const encoder = first ?? own(new HierarchicalEncoder({ ...options.encoder, ...shared, rng: rng.fork('encoder') }));
    const decoder = second ?? own(new HierarchicalDecoder({ ...options.decoder, ...shared, classes, rng: rng.fork('decoder') }));
    return { encoder, decoder };
  });
  return { ...made, dispose };
}
