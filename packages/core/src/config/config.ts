import type * as tf from '@tensorflow/tfjs-core';
import { expected } from '../expected.js';
import type { Rate } from '../schedules/schedule.js';
import { nearest } from './nearest.js';

/** Checks a value and returns it, or what it stands for; throws an error that begins with the value's path, such as `DCGAN.adam.beta1`. */
export type Reader<T> = (value: unknown, path: string) => T;

/** What a reader returns. */
export type Read<R> = R extends Reader<infer T> ? T : never;

/** A range of numbers by its ends. Infinity is in it only where `most` says so. */
export interface NumberRange {
  /** The smallest number in it; either this or `above`. */
  readonly least?: number;
  /** The largest number below it. */
  readonly above?: number;
  /** The largest number in it; either this or `below`, or neither. */
  readonly most?: number;
  /** The smallest number above it. */
  readonly below?: number;
}

function messageFor(path: string, what: string, value: unknown, hint?: string): string {
  return expected(path || 'config', what, typeof value === 'string' ? JSON.stringify(value) : value, hint);
}

function fail(path: string, what: string, value: unknown, hint?: string): never {
  throw new TypeError(messageFor(path, what, value, hint));
}

function failNumber(path: string, what: string, value: unknown): never {
  throw new (typeof value === 'number' ? RangeError : TypeError)(messageFor(path, what, value));
}

function boolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
}

function number(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : failNumber(path, 'a number', value);
}

function within({ least = Number.NEGATIVE_INFINITY, above = Number.NEGATIVE_INFINITY, below, most }: NumberRange): Reader<number> {
  const [open, low] = above >= least ? ['(', above] : ['[', least];
  const [high, close] = below === undefined ? [most ?? Number.POSITIVE_INFINITY, ']'] : [below, ')'];
  const what = high < Number.POSITIVE_INFINITY ? `in ${open}${low}, ${high}${close}` : `${open === '(' ? '>' : '>='} ${low}`;
  return (value, path) => {
    const got = value === 'Infinity' && most === Number.POSITIVE_INFINITY ? most : value; // JSON can only write it as text
    const inside = typeof got === 'number' && got >= least && got > above && got <= high && got !== below;
    return inside && (Number.isFinite(got) || most === Number.POSITIVE_INFINITY) ? got : failNumber(path, `a number ${what}`, value);
  };
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a text', value);
}

function integer({ least, most }: Pick<NumberRange, 'most'> & { readonly least: number }): Reader<number> {
  return (value, path) => {
    if (value === Number.POSITIVE_INFINITY && value === most) return value;
    const what = most === undefined || most === Number.POSITIVE_INFINITY ? `>= ${least}` : `in [${least}, ${most}]`;
    const inside = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= (most ?? Number.POSITIVE_INFINITY);
    return inside ? (value as number) : failNumber(path, `an integer ${what}`, value);
  };
}

function rate(value: unknown, path: string): Rate {
  if (typeof value === 'function') return value as Rate;
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY
    ? value
    : failNumber(path, 'a finite number >= 0 or a schedule', value);
}

function oneOf<const Names extends readonly string[]>(...names: Names): Reader<Names[number]> {
  const listed = names.map((name) => JSON.stringify(name)).join(', ');
  return (value, path) => (names.includes(value as string) ? (value as string) : fail(path, `one of ${listed}`, value));
}

function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined ? undefined : reader(value, path));
}

function list<T>(reader: Reader<T>, { length, least = 0 }: { readonly length?: number; readonly least?: number } = {}): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, 'a list', value);
    if (length !== undefined && value.length !== length) fail(path, `a list of ${length}`, value);
    if (value.length < least) fail(path, `a list of at least ${least}`, value);
    return Array.from(value, (entry, i) => reader(entry, `${path}[${i}]`));
  };
}

/** Throws if an object has a member that is none of these. */
function refuseOthers(value: object, path: string, known: readonly string[]): void {
  const strange = Object.keys(value).find((name) => !known.includes(name));
  if (strange === undefined) return;
  const meant = nearest(strange, known);
  const what = known.length > 0 ? `options among ${known.join(', ')}` : 'no options';
  throw new TypeError(expected(path || 'config', what, strange, meant && `Did you mean ${meant}?`));
}

// Only members that are asked for are ever read, and only own ones: nothing can come in by way of `__proto__` or a prototype.
function record<Members extends object>(members: { readonly [Name in keyof Members]-?: Reader<Members[Name]> }): Reader<Members> {
  const readers = Object.entries(members) as [string, Reader<unknown>][];
  const known = readers.map(([name]) => name);
  return (value, path) => {
    if (!isPlainObject(value)) fail(path, known.length > 0 ? `an object with options among ${known.join(', ')}` : 'an empty object', value);
    refuseOthers(value, path, known);
    const entries = readers.flatMap(([name, reader]) => {
      const got = reader(Object.hasOwn(value, name) ? value[name] : undefined, path === '' ? name : `${path}.${name}`);
      return got === undefined ? [] : [[name, got]];
    });
    return Object.fromEntries(entries);
  };
}

function code<T extends (...given: never[]) => unknown>(value: unknown, path: string): T {
  return typeof value === 'function' ? (value as T) : fail(path, 'a function', value);
}

function object<T extends object>(value: unknown, path: string): T {
  return typeof value === 'object' && value !== null ? (value as T) : fail(path, 'an object', value);
}

function thatIs<T>(what: string, holds: (value: unknown) => boolean): Reader<T> {
  return (value, path) => (holds(value) ? (value as T) : fail(path, what, value));
}

// By what it has, and not by its class, of which there may be another copy.
const tensor = thatIs<tf.Tensor>(
  'a tensor',
  (value) => Object.hasOwn(Object(value), 'dataId') && Array.isArray((value as tf.Tensor).shape),
);

function recipe<T extends object>(methods: readonly (keyof T & string)[], such: string): Reader<T> {
  return (value, path) => {
    const missing = methods.find((method) => typeof Object(value)[method] !== 'function');
    return missing === undefined ? (value as T) : fail(path, `something such as ${such}`, value, `It has no function ${missing}.`);
  };
}

function named<T>(kinds: Readonly<Record<string, Reader<T>>>): Reader<T> {
  const name = oneOf(...Object.keys(kinds));
  return (value, path) => {
    if (!isPlainObject(value)) fail(path, 'an object with a name', value);
    const { name: kind, ...rest } = value;
    return (kinds[name(kind, `${path}.name`)] as Reader<T>)(rest, path);
  };
}

function made<Options, T>(reader: Reader<Options>, make: (options: Options) => T): Reader<T> {
  return (value, path) => {
    const options = reader(value, path);
    try {
      return make(options);
    } catch (error) {
      throw new RangeError(`${path}: ${(error as Error).message}`);
    }
  };
}

function accepts(reader: Reader<unknown>, value: unknown): boolean {
  try {
    reader(value, '');
    return true;
  } catch {
    return false;
  }
}

// A prototype without one is Object's own, of whatever window or VM context.
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Readers of options, for functions and classes of one's own as for GenLab's: each checks one kind of value, as it comes from JavaScript or from
 * JSON, and says where it is in the message if it is wrong.
 *
 * `boolean`, `number` (finite), `text`, `rate` (a finite number >= 0 or a schedule) `tensor`, `code` (a
 * function) and `object` (of any kind) are readers; the others make one:
 * - `within({ least, above, most, below })`: a number in a range, and `integer({ least, most })`;
 * - `oneOf(...names)`, `optional(reader)`, `list(reader, { length, least })`;
 * - `record({ member: reader })`: a plain object without other members; a misspelt one is named beside the one that was meant;
 * - `recipe(methods, such)`: whatever has these functions, and `thatIs(what, holds)`: whatever a function says yes to;
 * - `named({ name: reader })`: what has a `name` and options beside it, and `made(reader, make)`: what `make` makes of the options.
 *
 * Lists and records come out as fresh copies, everything else as it is. `accepts(reader, value)` asks whether a reader would take a value.
 *
 * @throws TypeError, or RangeError for a number out of range, from a reader, such as `generator.filters[1]: expected an integer >= 1, got -3.`
 *
 * @example
 * ```ts
 * import { config } from '@genlab/core';
 *
 * interface BlurOptions {
 *   readonly size: number;
 *   readonly edges?: 'zero' | 'mirror';
 * }
 * const { integer, oneOf, optional, record } = config;
 * const blurOptions = record<BlurOptions>({ size: integer({ least: 1 }), edges: optional(oneOf('zero', 'mirror')) });
 *
 * function blur(options: BlurOptions) {
 *   const { size, edges = 'zero' } = blurOptions(options, 'blur'); // { sise: 3 } is refused: ... Did you mean size?
 *   return { size, edges };
 * }
 * console.log(blur({ size: 3 })); // { size: 3, edges: 'zero' }
 * ```
 */
export const config = {
  accepts,
  boolean,
  code,
  integer,
  list,
  made,
  named,
  number,
  object,
  oneOf,
  optional,
  rate,
  recipe,
  record,
  tensor,
  text,
  thatIs,
  within,
};
