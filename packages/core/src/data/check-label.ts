import { expected } from '../expected.js';

/**
 * A label, if it is a class.
 * @param classes How many there are; any number unless it is given.
 * @throws Error that names the item.
 */
export function checkLabel(where: string, label: unknown, item: string, classes?: number): number {
  if (Number.isInteger(label) && (label as number) >= 0 && (label as number) < (classes ?? Number.POSITIVE_INFINITY))
    return label as number;
  const what = classes === undefined ? 'labels that are integers >= 0' : `labels that are integers in [0, ${classes})`;
  throw new Error(expected(where, what, `${label} for ${item}`));
}
