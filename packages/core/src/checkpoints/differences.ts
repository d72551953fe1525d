import type { Json } from '../json.js';

/**
 * Where two JSON values differ, a line each: `model.loss.margin: 1 before, 2 now`.
 * @param path What the lines begin with.
 */
export function differences(before: Json | undefined, now: Json | undefined, path = ''): string[] {
  if (isBranch(before) && isBranch(now) && Array.isArray(before) === Array.isArray(now)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
    const member = (value: object, key: string) => (Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined);
    return [...keys].flatMap((key) => differences(member(before, key), member(now, key), path === '' ? key : `${path}.${key}`));
  }
  if (Object.is(before, now)) return [];
  return [`${path}: ${word(before)} before, ${word(now)} now`];
}

function isBranch(value: Json | undefined): value is Exclude<Json, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

function word(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
