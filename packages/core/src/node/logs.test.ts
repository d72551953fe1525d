import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints } from '../../test/line-model.js';
import { memory } from '../checkpoints/memory.js';
import type { TrainListeners } from '../train/events.js';
import { rollback } from '../train/non-finite.js';
import { type TrainOptions, train } from '../train/train.js';
import { csv } from './csv.js';
import { jsonLines } from './json-lines.js';

let folder = '';
beforeAll(useCpu);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pathOf = (name: string) => join(folder, 'run', name);
const evaluate = ({ step }: { step: number }) => ({ score: step / 10 });

/** Trains until a step at which it dies, or to the end. */
async function trainUntil(death: number, options: Partial<TrainOptions> = {}, model = new LineModel()) {
  const die: TrainListeners = {
    stepEnd({ step }) {
      if (step === death) throw new Error('killed');
    },
  };
  const listeners = [jsonLines(pathOf('log.jsonl')), csv(pathOf('log.csv')), die];
  await train(model, linePoints(), {
    steps: 30,
    batchSize: 4,
    logEvery: 3,
    evaluateEvery: 10,
    on: { evaluate },
    listeners,
    ...options,
  }).catch((error: Error) => {
    if (error.message !== 'killed') throw error;
  });
  model.dispose();
}

const text = (name: string) => readFileSync(pathOf(name), 'utf8');
const lines = () =>
  text('log.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The table without the clock. */
const table = () =>
  text('log.csv')
    .trimEnd()
    .split('\n')
    .map((row) => row.split(',').toSpliced(2, 1));

const stepOf = (entry: { step: number } | string[]) => ('step' in entry ? entry.step : entry[0]);

describe.each([
  ['log.jsonl', () => lines().map(({ seconds: _, ...line }) => line)],
  ['log.csv', table],
])('%s', (name, read) => {
  it('is the same, whether a training was killed and resumed or not: nothing twice, nothing lost', async () => {
    await trainUntil(Number.POSITIVE_INFINITY);
    const whole = read();
    rmSync(join(folder, 'run'), { recursive: true });
    const store = memory();
    for (const death of [1, 2, 9, 10, 14, 19, 25, Number.POSITIVE_INFINITY]) {
      await trainUntil(death, { store, checkpoint: { everySteps: 4 } });
      if (death < 30) appendFileSync(pathOf(name), '{"step":2'); // a line that was being written
    }
    expect(read()).toEqual(whole);
    expect(readdirSync(join(folder, 'run')).sort()).toEqual(['log.csv', 'log.jsonl']);
  });

  it('forgets what a rollback undid', async () => {
    await trainUntil(Number.POSITIVE_INFINITY);
    const whole = read();
    rmSync(join(folder, 'run'), { recursive: true });
    class Unlucky extends LineModel {
      #unhurt = true;
      override step(...args: Parameters<LineModel['step']>): Record<string, tf.Scalar> {
        const logs = super.step(...args);
        if (this.steps !== 12 || !this.#unhurt) return logs;
        this.#unhurt = false;
        return { loss: tf.scalar(Number.NaN) };
      }
    }
    await trainUntil(
      Number.POSITIVE_INFINITY,
      { nonFinite: rollback({ times: 1, lrFactor: 1 }), checkpoint: { everySteps: 5 } },
      new Unlucky(),
    );
    // The noise is another one from there on, so the losses differ; the rows are the same.
    expect(read().map(stepOf)).toEqual(whole.map(stepOf));
    expect(read()).not.toEqual(whole);
  });

  it('keeps beside it what another training left', async () => {
    for (const content of ['of someone else', 'and of another']) {
      rmSync(pathOf(name), { force: true });
      if (existsSync(join(folder, 'run'))) writeFileSync(pathOf(name), content);
      await trainUntil(Number.POSITIVE_INFINITY);
    }
    const earlier = name.replace('.', '.earlier-1.');
    expect(readFileSync(pathOf(earlier), 'utf8')).toBe('and of another');
    await trainUntil(Number.POSITIVE_INFINITY);
    expect(existsSync(pathOf(name.replace('.', '.earlier-2.')))).toBe(true);
    expect(readFileSync(pathOf(earlier), 'utf8')).toBe('and of another');
  });
});

describe('jsonLines and csv', () => {
  it('write numbers that are not finite as text, and quote a name where they must', async () => {
    const odd = { evaluate: () => ({ 'a, b': Number.NaN, c: Number.NEGATIVE_INFINITY }) };
    await trainUntil(Number.POSITIVE_INFINITY, { steps: 1, on: odd });
    expect(lines()[1]).toEqual({ step: 1, epoch: 1, seconds: expect.any(Number), 'a, b': 'NaN', c: '-Infinity' });
    expect(text('log.csv').split('\n')[0]).toBe('step,epoch,seconds,loss,"a, b",c');
    expect(text('log.csv').split('\n')[2]).toMatch(/^1,1,[\d.e-]+,,NaN,-Infinity$/);
  });

  it('give a name that turns up late a column at the end, and stay one table', async () => {
    await trainUntil(10);
    expect(text('log.csv').split('\n')[0]).toBe('step,epoch,seconds,loss');
    await trainUntil(11);
    const rows = text('log.csv').trimEnd().split('\n');
    expect(rows[0]).toBe('step,epoch,seconds,loss,score');
    expect(rows.map((row) => row.split(',').length)).toEqual(rows.map(() => 5));
    expect(rows.at(-1)).toMatch(/^10,\d+,[\d.e-]+,,1$/);
  });

  it('say what is wrong where they can’t write', async () => {
    writeFileSync(join(folder, 'file'), '');
    const listeners = [jsonLines(join(folder, 'file', 'log.jsonl'))];
    await expect(trainUntil(99, { listeners })).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
