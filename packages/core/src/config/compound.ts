import { expected } from '../expected.js';
import { nearest } from './nearest.js';
import { fail, isPlainObject, oneOf, type Reader } from './values.js';

/** What a reader returns. */
export type Read<R> = R extends Reader<infer T> ? T : never;

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, path) => (value === undefined ? undefined : reader(value, path));
}

export function list<T>(reader: Reader<T>, { length, least = 0 }: { readonly length?: number; readonly least?: number } = {}): Reader<T[]> {
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
export function record<Members extends object>(members: { readonly [Name in keyof Members]-?: Reader<Members[Name]> }): Reader<Members> {
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

export function named<T>(kinds: Readonly<Record<string, Reader<T>>>): Reader<T> {
  const name = oneOf(...Object.keys(kinds));
  return (value, path) => {
    if (!isPlainObject(value)) fail(path, 'an object with a name', value);
    const { name: kind, ...rest } = value;
    return (kinds[name(kind, `${path}.name`)] as Reader<T>)(rest, path);
  };
}

export function recipe<T extends object>(
  methods: readonly (keyof T & string)[],
  such: string,
  kinds?: Readonly<Record<string, Reader<T>>>,
): Reader<T> {
  const fromName = kinds && named(kinds);
  const [first] = Object.keys(kinds ?? {});
  const what = `something such as ${such}${first === undefined ? '' : ` or { name: '${first}' }`}`;
  return (value, path) => {
    if (fromName && isPlainObject(value) && !Object.values(value).some((member) => typeof member === 'function'))
      return fromName(value, path);
    const missing = methods.find((method) => typeof Object(value)[method] !== 'function');
    return missing === undefined ? (value as T) : fail(path, what, value, `It has no function ${missing}.`);
  };
}

export function made<Options, T>(reader: Reader<Options>, make: (options: Options) => T): Reader<T> {
  return (value, path) => {
    const options = reader(value, path);
    try {
      return make(options);
    } catch (error) {
      throw new RangeError(`${path}: ${(error as Error).message}`);
    }
  };
}

export function accepts(reader: Reader<unknown>, value: unknown): boolean {
  try {
    reader(value, '');
    return true;
  } catch {
    return false;
  }
}
