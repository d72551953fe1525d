import { expected } from '@genlab/core';
import { asMatrix, type Rows } from '../rows.js';

/** Rows of bits, 32 a word: distances between them are counts of set bits. */
export interface Bits {
  readonly words: Int32Array;
  readonly perRow: number;
  readonly n: number;
  /** Bits in a row. */
  readonly length: number;
  /** Set bits of each row. */
  readonly set: Int32Array;
}

/** Packs rows of 0 and 1. @throws RangeError if they hold anything else, or are not `length` wide. */
export function packed(where: string, rows: Rows, length: number): Bits {
  const { data, rows: n, cols } = asMatrix(where, rows);
  if (cols !== length) throw new RangeError(expected(where, `rows of ${length} cells (steps * instruments)`, cols));
  const perRow = Math.ceil(length / 32);
  const words = new Int32Array(n * perRow);
  const set = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < length; j++) {
      const value = data[i * length + j]!;
      if (value !== 0 && value !== 1) {
        throw new RangeError(
          expected(where, 'cells of 0 and 1', `${value} in row ${i}`, 'Draw from probabilities, or compare them with 0.5.'),
        );
      }
      words[i * perRow + (j >>> 5)]! |= value << (j & 31);
      set[i]! += value;
    }
  }
  return { words, perRow, n, length, set };
}

/** Whether a bit of a row is set. */
export function has({ words, perRow }: Bits, row: number, column: number): boolean {
  return ((words[row * perRow + (column >>> 5)]! >>> (column & 31)) & 1) === 1;
}

/** The columns from `from` up to `to` as rows of their own. */
export function columns(bits: Bits, from: number, to: number): Bits {
  const data = Uint8Array.from({ length: bits.n * (to - from) }, (_, at) =>
    has(bits, Math.floor(at / (to - from)), from + (at % (to - from))) ? 1 : 0,
  );
  return packed('columns', { data, rows: bits.n, cols: to - from }, to - from);
}

/** How many bits row i of a and row k of b both have. */
function shared(a: Bits, i: number, b: Bits, k: number): number {
  let sum = 0;
  for (let w = 0; w < a.perRow; w++) sum += setBits(a.words[i * a.perRow + w]! & b.words[k * b.perRow + w]!);
  return sum;
}

/** Number of set bits of a 32-bit word, by adding neighbours in parallel (Warren, "Hacker's delight", 5-1). */
function setBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Share of the cells in which two rows differ, 0 to 1. */
export function hamming(a: Bits, i: number, b: Bits, k: number): number {
  return (a.set[i]! + b.set[k]! - 2 * shared(a, i, b, k)) / a.length;
}

/** Set bits that both rows have, as a share of those that one of them has, 0 to 1; two empty rows are alike. */
export function jaccard(a: Bits, i: number, b: Bits, k: number): number {
  const both = shared(a, i, b, k);
  const either = a.set[i]! + b.set[k]! - both;
  return either === 0 ? 1 : both / either;
}
