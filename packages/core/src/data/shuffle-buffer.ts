import type { Rng } from '../rng/rng.js';

/**
 * The order in which a shuffle buffer gives out the items of one pass: it holds so many places at a time, fills up, gives one of them out
 * at random, and fills up again.
 *
 * It knows places alone, so where it stands is two numbers: it can be run again from the beginning without reading anything.
 */
export class ShuffleBuffer {
  readonly #rng: Rng;
  readonly #size: number;
  readonly #places: number[] = [];
  #taken = 0;
  #read = 0;

  /** @param size Places held at a time, >= 1; 1 leaves the order as it is. */
  constructor(rng: Rng, size: number) {
    this.#rng = rng;
    this.#size = size;
  }

  /** A buffer that gave out `taken` places of the first `read`. */
  static at(rng: Rng, size: number, { taken, read }: { readonly taken: number; readonly read: number }): ShuffleBuffer {
    const buffer = new ShuffleBuffer(rng, size);
    while (buffer.#taken < taken) {
      while (buffer.wantsMore && buffer.#read < read) buffer.push();
      buffer.pop();
    }
    while (buffer.#read < read) buffer.push();
    return buffer;
  }

  /** The places waiting to be given out. */
  get places(): readonly number[] {
    return this.#places;
  }

  /** Places given out so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Places that came in so far. */
  get read(): number {
    return this.#read;
  }

  /** Whether there is room for another one. */
  get wantsMore(): boolean {
    return this.#places.length < this.#size;
  }

  /** Takes the next place in and returns it. */
  push(): number {
    this.#places.push(this.#read);
    return this.#read++;
  }

  /** Gives one place out, at random; undefined if none is left. */
  pop(): number | undefined {
    const last = this.#places.pop();
    if (last === undefined) return undefined;
    this.#taken++;
    const chosen = this.#rng.integer(this.#places.length + 1);
    const place = this.#places[chosen] ?? last;
    if (chosen < this.#places.length) this.#places[chosen] = last;
    return place;
  }
}
