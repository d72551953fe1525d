import { expected } from './expected.js';
import type { Json } from './json.js';

/**
 * What an option is, in plain JSON: how a model's `config` is made, which goes into every checkpoint and is compared on resume.
 *
 * Numbers, texts, lists and records are said as they are, members that are undefined left out. Whatever has a member `config` (a loss, a
 * schedule, a penalty) is what that says. All other code is opaque, `{ opaque: <its name> }`, and two of one name are taken for equal.
 *
 * @throws TypeError if an object holds itself.
 *
 * @example
 * ```ts
 * import { describe, linear } from '@genlab/core';
 *
 * console.log(describe({ rate: linear({ from: 1, to: 0, steps: 10 }), warmth: (step: number) => step }));
 * // { rate: { name: 'linear', from: 1, to: 0, steps: 10 }, warmth: { opaque: 'warmth' } }
 * ```
 */
export function describe(value: unknown): Json {
  return describeWithin(value, []);
}

function describeWithin(value: unknown, holders: readonly unknown[]): Json {
  if (value === undefined) return null; // in a list; JSON has no other word for it
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value); // JSON has no word for the others
  if (holders.includes(value)) throw new TypeError(expected('describe', 'options that do not hold themselves', value));
  const within = [...holders, value];
  const { config, name } = Object(value) as { readonly config?: Json; readonly name?: unknown };
  if (config !== undefined) return describeWithin(config, within);
  if (Array.isArray(value)) return value.map((member) => describeWithin(member, within));
  const members = Object.values(value as object);
  const holdsCode = !isPlain(value) || (typeof name === 'string' && members.some((member) => typeof member === 'function'));
  return holdsCode ? { opaque: typeof name === 'string' && name !== '' ? name : typeof value } : describeMembers(value, within);
}

/**
 * Makes a recipe or a schedule say what it is: gives it a member `config`, {@link describe}d.
 *
 * @param config Its name and options, defaults filled in: `{ name: 'hinge', margin }`.
 * @param recipe Is changed.
 * @returns The recipe itself.
 *
 * @example
 * ```ts
 * import { described } from '@genlab/core';
 *
 * const halving = ({ every }: { readonly every: number }) => described({ name: 'halving', every }, (step: number) => 0.5 ** Math.floor(step / every));
 * console.log(halving({ every: 10 }).config); // { name: 'halving', every: 10 }
 * ```
 */
export function described<T extends object>(config: object, recipe: T): T & { readonly config: Json } {
  return Object.assign(recipe, { config: describeMembers(config) });
}

function describeMembers(record: object, holders: readonly unknown[] = []): Json {
  const members = Object.entries(record).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, describeWithin(member, holders)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
