import { config, expected } from '@genlab/core';

/** Labels of `n` rows, checked: integers from 0. @throws RangeError if there are not `n`, or one is no class. */
export function labelsOf(where: string, labels: ArrayLike<number>, n: number): Int32Array {
  if (config.numbers(labels, where).length !== n) throw new RangeError(expected(where, `${n} labels, one a row`, labels.length));
  const bad = Array.from(labels).findIndex((label) => !Number.isInteger(label) || label < 0);
  if (bad >= 0) throw new RangeError(expected(where, 'labels that are integers >= 0', `${labels[bad]} in row ${bad}`));
  return Int32Array.from(labels);
}
