import type * as tf from '@tensorflow/tfjs-core';
import { expected } from '../expected.js';
import type { Rate } from '../schedules/schedule.js';
import type { NamedVariables } from '../variables.js';

/** Checks a value and returns it, or what it stands for; throws an error that begins with the value's path, such as `DCGAN.adam.beta1`. */
export type Reader<T> = (value: unknown, path: string) => T;

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

/** Throws a TypeError; a text that came is told from a number by its quotes. */
export function fail(path: string, what: string, value: unknown, hint?: string): never {
  throw new TypeError(messageFor(path, what, value, hint));
}

function failNumber(path: string, what: string, value: unknown): never {
  throw new (typeof value === 'number' ? RangeError : TypeError)(messageFor(path, what, value));
}

export function boolean(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : fail(path, 'true or false', value);
}

export function number(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : failNumber(path, 'a number', value);
}

export function within({ least = Number.NEGATIVE_INFINITY, above = Number.NEGATIVE_INFINITY, below, most }: NumberRange): Reader<number> {
  const [open, low] = above >= least ? ['(', above] : ['[', least];
  const [high, close] = below === undefined ? [most ?? Number.POSITIVE_INFINITY, ']'] : [below, ')'];
  const what = high < Number.POSITIVE_INFINITY ? `in ${open}${low}, ${high}${close}` : `${open === '(' ? '>' : '>='} ${low}`;
  return (value, path) => {
    const got = value === 'Infinity' && most === Number.POSITIVE_INFINITY ? most : value; // JSON can only write it as text
    const inside = typeof got === 'number' && got >= least && got > above && got <= high && got !== below;
    return inside && (Number.isFinite(got) || most === Number.POSITIVE_INFINITY) ? got : failNumber(path, `a number ${what}`, value);
  };
}

export function integer({ least, most }: Pick<NumberRange, 'most'> & { readonly least: number }): Reader<number> {
  return (value, path) => {
    if (value === Number.POSITIVE_INFINITY && value === most) return value;
    const what = most === undefined || most === Number.POSITIVE_INFINITY ? `>= ${least}` : `in [${least}, ${most}]`;
    const inside = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= (most ?? Number.POSITIVE_INFINITY);
    return inside ? (value as number) : failNumber(path, `an integer ${what}`, value);
  };
}

export function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a text', value);
}

export function oneOf<const Names extends readonly string[]>(...names: Names): Reader<Names[number]> {
  const listed = names.map((name) => JSON.stringify(name)).join(', ');
  return (value, path) => (names.includes(value as string) ? (value as string) : fail(path, `one of ${listed}`, value));
}

export function rate(value: unknown, path: string): Rate {
  if (typeof value === 'function') return value as Rate;
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY
    ? value
    : failNumber(path, 'a finite number >= 0 or a schedule', value);
}

export function code<T extends (...given: never[]) => unknown>(value: unknown, path: string): T {
  return typeof value === 'function' ? (value as T) : fail(path, 'a function', value);
}

export function object<T extends object>(value: unknown, path: string): T {
  return typeof value === 'object' && value !== null ? (value as T) : fail(path, 'an object', value);
}

/** Numbers in an array of any kind; the values themselves are whoever takes them to check. */
export function numbers(value: unknown, path: string): ArrayLike<number> {
  if (typeof value === 'object' && Number.isInteger(Object(value).length)) return value as ArrayLike<number>;
  throw new TypeError(expected(path, 'a list of numbers', value));
}

export function thatIs<T>(what: string, holds: (value: unknown) => boolean): Reader<T> {
  return (value, path) => (holds(value) ? (value as T) : fail(path, what, value));
}

// By what it has, and not by its class, of which there may be another copy.
export const tensor = thatIs<tf.Tensor>(
  'a tensor',
  (value) => Object.hasOwn(Object(value), 'dataId') && Array.isArray((value as tf.Tensor).shape),
);

export function variables(value: unknown, path: string): NamedVariables {
  const hint = 'Name each of them: { w: tf.variable(...) }, or variablesOf(model).trainable.';
  if (!isPlainObject(value)) fail(path, 'an object of variables by name', value, hint);
  const [name, odd] = Object.entries(value).find(([, variable]) => typeof Object(variable).assign !== 'function') ?? [];
  if (name !== undefined) fail(path, `a tf.Variable under ${name}`, odd, hint);
  return value as NamedVariables;
}

// A prototype without one is Object's own, of whatever window or VM context.
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
