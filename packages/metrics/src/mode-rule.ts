import { config, expected } from '@genlab/core';

/**
 * When a class counts as covered: by a single sample (`'any'`, as the papers have it), by a fixed number of samples, or by a fraction of
 * the number that its share of the data lets one expect.
 */
export type ModeRule = 'any' | { readonly atLeast: number } | { readonly fractionOfExpected: number };

const { integer, record, within } = config;
const rules = {
  atLeast: record({ atLeast: integer({ least: 1 }) }),
  fractionOfExpected: record({ fractionOfExpected: within({ above: 0, most: 1 }) }),
};

/** Reads a {@link ModeRule}. @throws TypeError or RangeError on a rule that every class, or none, would meet. */
export function readRule(value: unknown, path: string): ModeRule {
  if (value === 'any') return value;
  return Object.hasOwn(Object(value), 'atLeast') ? rules.atLeast(value, path) : rules.fractionOfExpected(value, path);
}

/** The count that a class with this expected count needs. */
export function needed(rule: ModeRule, expectedCount: number): number {
  if (rule === 'any') return 1;
  return 'atLeast' in rule ? rule.atLeast : rule.fractionOfExpected * expectedCount;
}

/** The target's shares: uniform, or `target` scaled to sum 1. @throws RangeError if it is no distribution over the classes. */
export function shares(where: string, target: ArrayLike<number> | undefined, classes: number): Float64Array {
  const weights = target ? Float64Array.from(target) : new Float64Array(classes).fill(1);
  if (weights.length !== classes) throw new RangeError(expected(where, `a target with ${classes} shares`, weights.length));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!Number.isFinite(sum) || sum <= 0 || weights.some((weight) => weight < 0)) {
    throw new RangeError(expected(where, 'a target of non-negative weights with a positive sum', `[${[...weights].join(',')}]`));
  }
  return weights.map((weight) => weight / sum);
}
