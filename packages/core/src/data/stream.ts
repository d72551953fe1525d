import { config, type Reader } from '../config/config.js';
import { expected } from '../expected.js';
import type { Rng } from '../rng/rng.js';
import type { DataStream, StreamPosition } from './data-stream.js';
import { ShuffleBuffer } from './shuffle-buffer.js';

/** Options of {@link stream}. */
export interface StreamOptions<Item, Batch> {
  /**
   * Reads the items, in the same order every time.
   * @param from How many items to leave out: 0 for a whole pass, more when a training is resumed. Skipping them cheaply makes that fast.
   */
  open(from: number): AsyncIterable<Item> | Iterable<Item>;
  /** Makes a batch of items, such as {@link stackItems}; the places are theirs in the source, for its errors. */
  collate(items: readonly Item[], places: readonly number[]): Batch | Promise<Batch>;
  /** Items held in memory to be drawn from at random; 1,000. 1 leaves the order as it is. */
  readonly shuffle?: number;
  /** The name and version of the data, if it is to be compared on resume. */
  readonly fingerprint?: string;
}

const { code, integer, optional, record, text } = config;

/**
 * Data that is read as it is needed, from a file, a database or the network, and never held whole.
 *
 * Items go through a seeded shuffle buffer. At the end of the source it is opened anew, in another order of giving out; a batch may span
 * two passes. Where a stream stands is three numbers, which go into every checkpoint: on resume, reading begins at the oldest item that was
 * waiting in the buffer, so the run goes on with the very items it would have seen.
 *
 * @throws TypeError or RangeError if an option is wrong; while reading, Error if there is no item, or fewer than there were before a
 *   resume.
 *
 * @example
 * ```ts
 * import { stackItems, stream } from '@genlab/core';
 *
 * const waves = stream({
 *   *open(from) {
 *     for (let i = from; i < 100_000; i++) yield { x: [Math.sin(i), Math.cos(i)], label: i % 2 };
 *   },
 *   collate: stackItems({ shape: [2], classes: 2 }),
 *   fingerprint: 'waves, version 1',
 * }); // train(model, waves, { steps: 1_000 })
 * ```
 */
export function stream<Item, Batch>(options: StreamOptions<Item, Batch>): DataStream<Batch> {
  const read = record<StreamOptions<Item, Batch>>({
    open: code,
    collate: code,
    shuffle: optional(integer({ least: 1 })),
    fingerprint: optional(text),
  });
  const { shuffle = 1_000, fingerprint } = read(options, 'stream');
  return {
    async *read({ batchSize, rng, position = { epoch: 0, taken: 0, read: 0 } }) {
      let items: Item[] = [];
      let places: number[] = [];
      for (let { epoch, ...within } = position; ; epoch++, within = { taken: 0, read: 0 }) {
        const pass = new Pass(options, shuffle, rng.fork(`epoch ${epoch}`), within);
        for await (const { item, place } of pass.items()) {
          items.push(item);
          places.push(place);
          if (items.length < batchSize) continue;
          yield { batch: await options.collate(items, places), position: { epoch, taken: pass.taken, read: pass.read } };
          [items, places] = [[], []];
        }
        if (pass.read === 0) throw new Error(expected('stream', 'at least one item', 'none'));
      }
    },
    ...(fingerprint === undefined ? {} : { fingerprint: () => fingerprint }),
  };
}

const anIterable: Reader<AsyncIterable<never> | Iterable<never>> = config.thatIs(
  'to give something to iterate over',
  (value) => Symbol.asyncIterator in Object(value) || Symbol.iterator in Object(value),
);

/** One pass over the source, from wherever it stood. */
class Pass<Item> {
  readonly #open: StreamOptions<Item, unknown>['open'];
  readonly #buffer: ShuffleBuffer;
  readonly #waiting = new Map<number, Item>();

  constructor({ open }: StreamOptions<Item, unknown>, size: number, rng: Rng, within: Omit<StreamPosition, 'epoch'>) {
    this.#open = open;
    this.#buffer = ShuffleBuffer.at(rng, size, within);
  }

  get taken(): number {
    return this.#buffer.taken;
  }

  get read(): number {
    return this.#buffer.read;
  }

  async *items(): AsyncGenerator<{ readonly item: Item; readonly place: number }> {
    const buffer = this.#buffer;
    const held = new Set(buffer.places);
    const before = buffer.read;
    let at = Math.min(before, ...held);
    for await (const item of anIterable(this.#open(at), 'stream.open')) {
      if (at++ < before) {
        if (held.has(at - 1)) this.#waiting.set(at - 1, item);
        continue;
      }
      if (!buffer.wantsMore) yield this.#pop();
      this.#waiting.set(buffer.push(), item);
    }
    if (at < before) throw new Error(expected('stream', `the ${before} items there were before`, at, 'Resume with the same data.'));
    while (buffer.places.length > 0) yield this.#pop();
  }

  #pop(): { readonly item: Item; readonly place: number } {
    const place = this.#buffer.pop() as number;
    const item = this.#waiting.get(place) as Item;
    this.#waiting.delete(place);
    return { item, place };
  }
}
