import { useBackend } from '@genlab/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import * as face from '../src/index.js';
import { sets } from './degenerate/sets.js';
import { table, takeNoData, withoutValue } from './degenerate/table.js';

beforeAll(async () => {
  await useBackend('genlab'); // the classifier trains on it
});

describe('the table of input at the edge', () => {
  it('has a row for every export that takes data', () => {
    const named = Object.keys(table).join(' ').split(/\W+/);
    for (const name of Object.keys(face)) expect(takeNoData.includes(name) || named.includes(name), name).toBe(true);
  });
});

describe.each(Object.keys(table))('%s', (name) => {
  it('gives the value, or one sentence on what is wrong, at the edge', async () => {
    const results: Record<string, string> = {};
    for (const [set, input] of Object.entries(sets)) results[set] = await answer(name, set, input);
    expect(results).toMatchSnapshot();
  });
});

async function answer(name: string, set: string, input: (typeof sets)[string]): Promise<string> {
  try {
    const value = await table[name]!(input);
    if (!withoutValue[name]?.includes(set)) expect(value, set).not.toBeNaN();
    return String(Number((Math.round(1e9 * value) / 1e9).toPrecision(4)));
  } catch (error) {
    if ((error as Error).name === 'AssertionError') throw error;
    expect(error, set).toBeInstanceOf(Error);
    expect((error as Error).message, set).toMatch(/^[\w.]+( \(\w+\))?: expected .+, got .+/);
    return (error as Error).message;
  }
}
