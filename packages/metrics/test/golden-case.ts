import { expect } from 'vitest';
import golden from './golden.json' with { type: 'json' };
import { type InputSpec, rebuild } from './rebuild.js';

/** A case of golden.json. Expected numbers: numpy 1.24, scipy 1.10, scikit-learn 1.2. */
interface Case {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly checksums: Readonly<Record<string, { sum: number; first: number[] }>>;
  // biome-ignore lint/suspicious/noExplicitAny: plain JSON, of a different shape in each case
  readonly options: Readonly<Record<string, any>>;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly outputs: Readonly<Record<string, any>>;
  readonly tol: number;
}

/** All cases. */
export const cases = golden.cases as unknown as readonly Case[];

const unreadOf = new Map<string, Set<string>>();

/** The case of this name, with its inputs rebuilt; which of its outputs are read is kept. */
export function goldenCase(name: string) {
  const found = cases.find((c) => c.name === name);
  if (!found) throw new Error(`golden: expected a case of golden.json, got ${name}.`);
  const unread = unreadOf.get(name) ?? new Set(Object.keys(found.outputs));
  unreadOf.set(name, unread);
  const get = (outputs: Case['outputs'], key: string) => {
    unread.delete(key);
    return outputs[key];
  };
  return { ...found, outputs: new Proxy(found.outputs, { get }), input: (input: string) => rebuild(found.inputs[input]!) };
}

/** The outputs that no test of this file has read, of the cases it opened. */
export function unreadOutputs(): Record<string, string[]> {
  return Object.fromEntries([...unreadOf].filter(([, unread]) => unread.size > 0).map(([name, unread]) => [name, [...unread]]));
}

/** Expects a number, infinities written as words, within `tolerance` times its size or times 1. */
export function near(got: number, want: unknown, tolerance: number, what: string): void {
  const value = want === 'Infinity' ? Number.POSITIVE_INFINITY : (want as number);
  if (got === value) return;
  expect(Math.abs(got - value), `${what}: ${got}, not ${value}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
}

/** The same for lists, entry by entry; nested lists are taken as flat. */
export function allNear(got: ArrayLike<number>, want: readonly unknown[], tolerance: number, what: string): void {
  const list = want.flat();
  expect(got.length, `length of ${what}`).toBe(list.length);
  for (const [i, value] of list.entries()) near(got[i]!, value, tolerance, `${what}[${i}]`);
}
