import { config, expected } from '@genlab/core';
import { oneOrList } from '../option-readers.js';
import type { Labels } from './labels.js';
import type { Output } from './latents.js';

const { integer, list, oneOf, tensor, within } = config;

/** Reads a seed. */
export const readSeed = integer({ least: 0 });

/** Reads what an item is given out as. */
export const readOutput = oneOf<readonly Output[]>('mean', 'draw');

/** Reads a temperature, or one a level. */
export const readTemperature = oneOrList(within({ least: 0 }));

/** Reads tensors, one a level. */
export const readTensors = list(tensor);

/** Reads labels as far as their type goes; their number and their range are {@link labelTensor}'s to check. */
export function readLabels(value: unknown, path: string): Labels {
  const { length, size } = Object(value) as { length?: unknown; size?: unknown };
  if (typeof value === 'object' && (Number.isInteger(length) || Number.isInteger(size))) return value as Labels;
  throw new TypeError(expected(path, 'numbers of classes', value));
}
