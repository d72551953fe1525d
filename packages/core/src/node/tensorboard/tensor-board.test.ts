import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCpu } from '../../../test/backends.js';
import { LineModel, linePoints } from '../../../test/line-model.js';
import { type ReadEvent, readEvents } from '../../../test/tensorboard-reader.js';
import { tinyPng } from '../../../test/tiny-png.js';
import { memory } from '../../checkpoints/memory.js';
import { type TrainOptions, train } from '../../train/train.js';
import { maskedCrc32c } from './crc32c.js';
import { histogramOf } from './histogram.js';
import { type TensorBoardOptions, tensorBoard } from './tensor-board.js';

let folder = '';
beforeAll(useCpu);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'genlab-tensorboard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const png = tinyPng({ width: 3, height: 2, grey: 200 });

async function trainUntil(death: number, options: Partial<TrainOptions> = {}, board: TensorBoardOptions = {}) {
  const model = new LineModel();
  const die = {
    stepEnd({ step }: { step: number }) {
      if (step === death) throw new Error('killed');
    },
  };
  const histograms = () => model.state().tensors;
  const listeners = [tensorBoard(folder, { images: () => ({ letters: png }), histograms, ...board }), die];
  const on = { evaluate: ({ step }: { step: number }) => ({ score: step / 10 }) };
  const every = { logEvery: 3, evaluateEvery: 10, sampleEvery: 10 };
  try {
    await train(model, linePoints(), { steps: 30, batchSize: 4, ...every, on, listeners, ...options });
  } catch (error) {
    if ((error as Error).message !== 'killed') throw error;
  }
  model.dispose();
}

const files = () => readdirSync(folder).filter((name) => name.includes('tfevents'));
const events = () => files().flatMap((name) => readEvents(new Uint8Array(readFileSync(join(folder, name)))));
/** What a viewer shows, without the clock: the later of two files may take steps back. */
const shown = () => {
  let kept: Omit<ReadEvent, 'wallTime'>[] = [];
  for (const { wallTime: _, ...event } of events()) {
    if (event.restart) kept = kept.filter(({ step }) => step < event.step);
    else if (event.version === undefined) kept.push(event);
  }
  return kept;
};

describe('tensorBoard', () => {
  it('writes scalars, pictures and distributions that another reader reads', async () => {
    const before = tf.memory().numTensors;
    await trainUntil(Number.POSITIVE_INFINITY);
    expect(tf.memory().numTensors).toBe(before);
    expect(files()).toEqual(['events.out.tfevents.0000000001.genlab']);
    const all = events();
    expect(all[0]).toMatchObject({ version: 'brain.Event:2', step: 0 });
    expect(Math.abs((all[0]?.wallTime ?? 0) - Date.now() / 1_000)).toBeLessThan(600);
    const scalars = all.flatMap(({ step, scalars: values }) => (values ? [[step, ...Object.keys(values)]] : []));
    expect(scalars).toEqual([
      ...[1, 3, 6, 9].map((step) => [step, 'loss']),
      [10, 'score'],
      ...[12, 15, 18].map((step) => [step, 'loss']),
      [20, 'score'],
      ...[21, 24, 27, 30].map((step) => [step, 'loss']),
      [30, 'score'],
    ]);
    expect(all.find(({ step }) => step === 20)?.scalars).toEqual({ score: 2 });
    const pictures = all.filter(({ images }) => images);
    expect(pictures.map(({ step }) => step)).toEqual([10, 20, 30]);
    expect(pictures[0]?.images?.letters).toEqual({ height: 2, width: 3, channels: 1, png });
    const slopes = all.flatMap(({ histograms }) => histograms?.slope ?? []);
    expect(slopes).toHaveLength(3);
    expect(slopes[0]?.counts.reduce((sum, count) => sum + count)).toBe(2);
  });

  it('shows the same, whether a training was killed and resumed or not: nothing twice, nothing lost', async () => {
    await trainUntil(Number.POSITIVE_INFINITY);
    const whole = shown();
    rmSync(folder, { recursive: true });
    const store = memory();
    for (const death of [1, 2, 9, 10, 14, 19, 21, 25, Number.POSITIVE_INFINITY]) {
      await trainUntil(death, { store, checkpoint: { everySteps: 4 } });
      if (death < 30) appendFileSync(join(folder, files().at(-1) as string), Buffer.from([90, 0, 0, 0, 0, 0])); // a record that was being written
    }
    expect(shown()).toEqual(whole);
    expect(files().length).toBeGreaterThan(4);
    // Also for a reader that knows nothing of restarts: no step is there twice.
    const losses = events().flatMap(({ step, scalars }) => (scalars?.loss === undefined ? [] : [step]));
    expect(losses).toEqual([1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
  });

  it('shows a picture once, also where the training is stopped on its step', async () => {
    const [store, stop] = [memory(), new AbortController()];
    const stopping = { stepEnd: ({ step }: { step: number }) => (step === 20 ? stop.abort() : undefined) };
    await trainUntil(Number.POSITIVE_INFINITY, { store, signal: stop.signal, on: stopping });
    await trainUntil(Number.POSITIVE_INFINITY, { store });
    expect(shown().flatMap(({ step, images }) => (images ? [step] : []))).toEqual([10, 20, 30]);
  });

  it('keeps what another training left as a run of its own', async () => {
    await trainUntil(5);
    const first = readFileSync(join(folder, files()[0] as string));
    await trainUntil(Number.POSITIVE_INFINITY);
    expect(readFileSync(join(folder, 'earlier-1', files()[0] as string))).toEqual(first);
    expect(files()).toHaveLength(1);
    expect(shown()[0]?.step).toBe(1);
  });

  it('says so where a picture is no PNG', async () => {
    await expect(trainUntil(99, {}, { images: () => ({ letters: new Uint8Array(40) }) })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: tensorBoard: expected the bytes of a PNG as image letters, got 40 other bytes.]`,
    );
  });
});

describe('maskedCrc32c', () => {
  it.each([
    // RFC 3720, appendix B.4, turned right by 15 bits and shifted by 0xa282ead8.
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ])('of %s is that of the RFC', (_, bytes, crc) => {
    expect(maskedCrc32c(bytes)).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });
});

describe('histogramOf', () => {
  it('counts the finite values, each once', () => {
    const values = [0, 1, 1, 29.5, 30, Number.NaN, Number.POSITIVE_INFINITY];
    const histogram = histogramOf(values);
    expect(histogram).toMatchObject({ min: 0, max: 30, count: 5, sum: 61.5, sumOfSquares: 1_772.25 });
    expect(histogram?.limits).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(histogram?.counts).toEqual([1, 2, ...Array(27).fill(0), 2]);
  });

  it('has one bin where all are equal, and none for none', () => {
    expect(histogramOf([3, 3])).toMatchObject({ limits: [3], counts: [2] });
    expect(histogramOf([Number.NaN])).toBeUndefined();
  });
});
