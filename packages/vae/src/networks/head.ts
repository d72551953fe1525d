import * as tfl from '@tensorflow/tfjs-layers';
import type { BodyOptions } from './body.js';
import { activate, apply } from './layers.js';

/** A vector to some vectors side by side, by way of hidden dense layers: [batch, inputs] to [batch, sum of outputs]. */
export function head(
  name: string,
  inputs: number,
  hidden: readonly number[],
  outputs: Readonly<Record<string, number>>,
  options: BodyOptions = {},
): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'inputs' });
  const last = hidden.reduce((y, units, i) => {
    const layer = `hidden${i + 1}`;
    return activate(apply(tfl.layers.dense({ units, name: layer }), y), layer, options);
  }, x);
  const parts = Object.entries(outputs).map(([part, units]) => apply(tfl.layers.dense({ units, name: part }), last));
  const y = parts.length === 1 ? (parts[0] as tfl.SymbolicTensor) : (tfl.layers.concatenate({ name: 'outputs' }).apply(parts) as never);
  return tfl.model({ inputs: x, outputs: y, name });
}
