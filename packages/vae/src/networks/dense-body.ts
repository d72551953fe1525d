import { config, describe } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { bodyMembers, sizes } from '../option-readers.js';
import type { Body, BodyOptions, DataShape } from './body.js';
import { activate, apply } from './layers.js';

/** Reads options of {@link denseBody}. */
export const denseBodyOptions = config.record<DenseBodyOptions>({ units: config.optional(sizes), ...bodyMembers });

/** Options of {@link denseBody}. */
export interface DenseBodyOptions extends BodyOptions {
  /** Units of the encoder's layers in their order; the decoder has them the other way round. [256, 256] */
  readonly units?: readonly number[];
}

/**
 * Dense layers over all values of an item at once: for data of any shape, as long as it is small.
 *
 * @throws RangeError or TypeError if an option is wrong.
 *
 * @example
 * ```ts
 * import { denseBody, HierarchicalEncoder } from '@genlab/vae';
 *
 * const encoder = new HierarchicalEncoder({ dataShape: [16, 9], latentDims: [4, 12], body: denseBody({ units: [128], dropout: 0.1 }) });
 * ```
 */
export function denseBody(given: DenseBodyOptions = {}): Body {
  const { units = [256, 256], ...options } = denseBodyOptions(given, 'denseBody');
  const stack = (x: tfl.SymbolicTensor, widths: readonly number[]) =>
    widths.reduce((y, size, i) => {
      const name = `dense${i + 1}`;
      return activate(apply(tfl.layers.dense({ units: size, name }), y), name, options);
    }, x);
  return {
    config: describe({ name: 'denseBody', units, ...options }),
    encoder(dataShape: DataShape) {
      const x = tfl.input({ shape: [...dataShape], name: 'data' });
      const flat = dataShape.length > 1 ? apply(tfl.layers.flatten({ name: 'values' }), x) : x;
      return tfl.model({ inputs: x, outputs: stack(flat, units), name: 'encoder' });
    },
    decoder(width: number, dataShape: DataShape) {
      const x = tfl.input({ shape: [width], name: 'path' });
      const values = dataShape.reduce((product, size) => product * size, 1);
      const flat = apply(tfl.layers.dense({ units: values, name: 'values' }), stack(x, [...units].reverse()));
      const data = dataShape.length > 1 ? apply(tfl.layers.reshape({ targetShape: [...dataShape], name: 'data' }), flat) : flat;
      return tfl.model({ inputs: x, outputs: data, name: 'decoder' });
    },
  };
}
