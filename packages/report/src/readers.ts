import { config, expected } from '@genlab/core';
import type { Curve } from './charts/curve.js';

const { list, number, numbers, record, text, within } = config;

/** Reads a length on a page, CSS pixels. */
export const size = within({ above: 0 });

/** Reads texts. */
export const texts = list(text);

/** Reads a level that curves or bars are read against. */
export const level = record({ name: text, value: number });

/** Reads the two ends of an axis. */
export function ends(value: unknown, path: string): readonly [number, number] {
  const [low, high] = list(number, { length: 2 })(value, path) as [number, number];
  if (!(low < high)) throw new RangeError(expected(path, 'the lower end before the upper one', [low, high]));
  return [low, high];
}

/** Reads a curve. */
export const curve = record<Curve>({ steps: numbers, values: numbers });

/** Reads a function. */
export function callable<T extends (...given: never[]) => unknown>(value: unknown, path: string): T {
  if (typeof value === 'function') return value as T;
  throw new TypeError(expected(path, 'a function', value));
}
