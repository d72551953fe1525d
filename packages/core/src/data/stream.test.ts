import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, numbersOf } from '../../test/line-model.js';
import { memory } from '../checkpoints/memory.js';
import type { Store } from '../checkpoints/store.js';
import { Rng } from '../rng/rng.js';
import { openFeed } from '../train/feed.js';
import { train } from '../train/train.js';
import type { DataStream, StreamPosition } from './data-stream.js';
import type { Batch } from './in-memory.js';
import { stackItems } from './stack-items.js';
import { type StreamOptions, stream } from './stream.js';

beforeAll(useCpu);

const collate = stackItems({ shape: [1] });

/** The numbers 0 to n - 1; `reads` counts what was read of them. */
function numbers(n: number, options: Partial<StreamOptions<{ x: number[] }, Batch>> = {}) {
  const source = { reads: 0, open: 0 };
  const data = stream({
    async *open(from) {
      source.open++;
      try {
        for (let i = from; i < n; i++) {
          source.reads++;
          yield { x: [i] };
        }
      } finally {
        source.open--;
      }
    },
    collate,
    ...options,
  });
  return { data, source };
}

/** The first batches from a position on, with the positions after them. */
async function take(data: DataStream<Batch>, count: number, batchSize: number, position?: StreamPosition) {
  const plan = { batchSize, steps: count, stepsPerEpoch: Number.POSITIVE_INFINITY, epochs: 1 };
  const feed = openFeed(data, { plan, rng: new Rng(5), position });
  const taken: { items: number[]; position: StreamPosition | undefined }[] = [];
  for (let i = 0; i < count; i++) {
    const batch = await feed.next();
    taken.push({ items: [...batch.x.dataSync()], position: feed.position });
    tf.dispose([batch.x]);
  }
  await feed.close();
  return taken;
}

describe('stream', () => {
  it('goes through the source again and again, each item once a pass, each pass in another order, full batches only', async () => {
    const { data, source } = numbers(10, { shuffle: 4 });
    expectTypeOf(data).toEqualTypeOf<DataStream<Batch>>();
    const batches = await take(data, 10, 3);
    expect(batches.every(({ items }) => items.length === 3)).toBe(true);
    const passes = [0, 1, 2].map((pass) => batches.flatMap(({ items }) => items).slice(10 * pass, 10 * pass + 10));
    for (const pass of passes) expect(pass.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(passes[0]).not.toEqual(passes[1]);
    expect(source.open).toBe(0);
  });

  it('gives an item out no earlier than the buffer allows, and keeps the order where it holds one', async () => {
    const [mixed] = await take(numbers(100, { shuffle: 10 }).data, 1, 100);
    expect(mixed?.items.every((item, i) => item <= i + 9)).toBe(true);
    expect(mixed?.items.some((item, i) => item === i + 9)).toBe(true);
    const [plain] = await take(numbers(100, { shuffle: 1 }).data, 1, 100);
    expect(plain?.items).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('draws every place of the buffer alike', async () => {
    // The first item out of a buffer of 4, over 4,000 seeds: 1,000 each, with a standard deviation of 27.
    const counts = [0, 0, 0, 0];
    const data = stream({ open: () => [0, 1, 2, 3, 4, 5, 6, 7], collate: ([item]) => item as number, shuffle: 4 });
    for (let seed = 0; seed < 4_000; seed++) {
      const { batch } = (await data.read({ batchSize: 1, rng: new Rng(seed) }).next()).value;
      counts[batch] = (counts[batch] as number) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(110);
  });

  it.each([1, 4, 7, 100])('goes on from any position with the very items it would have seen, with a buffer of %d', async (shuffle) => {
    const whole = await take(numbers(23, { shuffle }).data, 20, 3);
    for (let k = 0; k < whole.length; k++) {
      const position = JSON.parse(JSON.stringify(whole[k]?.position));
      const rest = await take(numbers(23, { shuffle }).data, 19 - k, 3, position);
      expect(rest).toEqual(whole.slice(k + 1));
    }
  });

  it('reads on from the oldest waiting item, not from the beginning', async () => {
    const [last] = (await take(numbers(10_000, { shuffle: 20 }).data, 100, 50)).slice(-1);
    expect(last?.position).toEqual({ epoch: 0, taken: 5_000, read: 5_019 });
    const { data, source } = numbers(10_000, { shuffle: 20 });
    await take(data, 1, 50, last?.position);
    expect(source.reads).toBeLessThan(300);
  });

  it('trains for steps, the position being that of the steps done and not of what was fetched ahead', async () => {
    const seen: number[][] = [];
    const model = {
      step({ x }: Batch) {
        seen.push([...x.dataSync()]);
        return {};
      },
      dispose() {},
    };
    const before = tf.memory().numTensors;
    const { data, source } = numbers(10);
    const history = await train(model, data, { steps: 7, batchSize: 4, seed: 3 });
    expect(history.end).toBe('finished');
    expect(seen).toHaveLength(7);
    expect(source.open).toBe(0);
    const endless = numbers(Number.POSITIVE_INFINITY);
    const stop = new AbortController();
    await train(model, endless.data, { steps: 1_000, signal: stop.signal, on: { stepEnd: () => stop.abort() } });
    expect(endless.source).toEqual({ reads: 1_000 + 64 + 64, open: 0 }); // the buffer, a batch, and the one fetched ahead
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is gone on with from a checkpoint: killed and resumed, a training ends with the bits of one that was not', async () => {
    const points = () =>
      stream({
        *open(from) {
          for (let i = from; i < 50; i++) yield { x: [Math.sin(i), Math.cos(3 * i)] };
        },
        collate: stackItems({ shape: [2] }),
        shuffle: 20,
        fingerprint: 'points',
      });
    const trainUntil = async (death: number, store: Store) => {
      const model = new LineModel();
      const stepEnd = ({ step }: { step: number }) => {
        if (step === death) throw new Error('killed');
      };
      const options = { steps: 40, batchSize: 8, checkpoint: { everySteps: 3 }, store, on: { stepEnd } };
      await train(model, points(), options).catch((error: Error) => expect(error.message).toBe('killed'));
      const numbers = numbersOf(model);
      model.dispose();
      return numbers;
    };
    const whole = await trainUntil(Number.POSITIVE_INFINITY, memory());
    const store = memory();
    for (const death of [2, 8, 20, 21]) await trainUntil(death, store);
    expect(await trainUntil(Number.POSITIVE_INFINITY, store)).toEqual(whole);
  });

  it('says what it expected, and closes its source', async () => {
    const message = (data: DataStream<Batch>, position?: StreamPosition) =>
      take(data, 3, 2, position).then(
        () => 'no error',
        (error: Error) => error.message,
      );
    const { data, source } = numbers(5, { collate: stackItems({ shape: [2] }) });
    expect([
      await message(numbers(0).data),
      await message(data),
      await message(numbers(5).data, { epoch: 0, taken: 4, read: 9 }),
    ]).toMatchInlineSnapshot(`
      [
        "stream: expected at least one item, got none.",
        "stackItems: expected 2 values of shape [2], got 1 in item 0.",
        "stream: expected the 9 items there were before, got 5. Resume with the same data.",
      ]
    `);
    expect(source.open).toBe(0);
    expect(() => numbers(5, { shuffle: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: stream.shuffle: expected an integer >= 1, got 0.]`,
    );
    await expect(train({ step: () => ({}), dispose() {} }, numbers(5).data, { epochs: 3 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TypeError: train: expected steps, as a stream has no length, got {"epochs":3}.]`,
    );
    expect(numbers(5).data.fingerprint).toBeUndefined();
    expect(numbers(5, { fingerprint: 'v1' }).data.fingerprint?.()).toBe('v1');
  });
});
