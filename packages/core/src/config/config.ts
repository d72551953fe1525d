import { expected } from '../expected.js';

/** Checks a value of plain JSON and returns it, or what it stands for; throws an error that begins with the value's path. */
export type Reader<T> = (value: unknown, path: string) => T;

/** What a reader returns. */
export type Read<R> = R extends Reader<infer T> ? T : never;

function fail(path: string, what: string, value: unknown, hint?: string): never {
  throw new TypeError(expected(path === '' ? 'config' : path, what, typeof value === 'string' ? JSON.stringify(value) : value, hint));
}

function boolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
}

function number(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : fail(path, 'a number', value);
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a text', value);
}

function integer({ least }: { readonly least: number }): Reader<number> {
  return (value, path) =>
    Number.isSafeInteger(value) && (value as number) >= least ? (value as number) : fail(path, `an integer >= ${least}`, value);
}

function oneOf<const Names extends readonly string[]>(...names: Names): Reader<Names[number]> {
  const listed = names.map((name) => JSON.stringify(name)).join(', ');
  return (value, path) => (names.includes(value as string) ? (value as string) : fail(path, `one of ${listed}`, value));
}

function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined ? undefined : reader(value, path));
}

function list<T>(reader: Reader<T>, { length }: { readonly length?: number } = {}): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, 'a list', value);
    if (length !== undefined && value.length !== length) fail(path, `a list of ${length}`, value);
    return Array.from(value, (entry, i) => reader(entry, `${path}[${i}]`));
  };
}

// Only members that are asked for are ever read, and only own ones: nothing can come in by way of `__proto__` or a prototype.
function record<Members extends Readonly<Record<string, Reader<unknown>>>>(members: Members) {
  const known = Object.keys(members);
  return (value: unknown, path: string): { [Name in keyof Members]: Read<Members[Name]> } => {
    if (!isPlainObject(value)) fail(path, 'an object', value);
    const strange = Object.keys(value).find((name) => !known.includes(name));
    if (strange !== undefined) fail(path, `no members but ${known.join(', ')}`, strange);
    const entries = known.flatMap((name) => {
      const got = members[name]?.(Object.hasOwn(value, name) ? value[name] : undefined, path === '' ? name : `${path}.${name}`);
      return got === undefined ? [] : [[name, got]];
    });
    return Object.fromEntries(entries);
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

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/**
 * Readers of configurations: each checks one kind of value, and says where it is in the message if it is wrong.
 *
 * `boolean`, `number` (finite) and `text` are readers; the others make one: `integer({ least })`, `oneOf(...names)`, `optional(reader)`,
 * `list(reader, { length })`, `record({ member: reader })` (no other members), `named({ name: reader })` for what has a `name` and options
 * beside it, and `made(reader, make)`, which returns what `make` makes of the options. What comes out is a fresh copy.
 * `accepts(reader, value)` asks whether a reader would take a value.
 *
 * @throws TypeError or RangeError, from a reader, such as `generator.filters[1]: expected an integer >= 1, got -3.`
 *
 * @example
 * ```ts
 * import { config } from '@genlab/core';
 *
 * const recipe = config.record({
 *   filters: config.list(config.integer({ least: 1 })),
 *   normalization: config.optional(config.oneOf('batch', 'none')),
 * });
 * const { filters } = recipe(JSON.parse('{ "filters": [64, 32] }'), 'generator');
 * console.log(filters); // [64, 32]
 * ```
 */
export const config = { accepts, boolean, integer, list, made, named, number, oneOf, optional, record, text };
