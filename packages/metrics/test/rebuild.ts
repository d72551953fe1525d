/** How an input of a golden case is made: listed values, or numbers of a linear congruential generator. */
export interface InputSpec {
  readonly gen?: string;
  readonly values?: readonly number[];
  readonly seed?: number;
  readonly rows: number;
  readonly cols: number;
  readonly mod?: number;
  readonly scale?: number | readonly number[];
  readonly shift?: number | readonly number[];
  readonly centers?: readonly (readonly number[])[];
}

/** 16-bit numbers: the top half of a 32-bit linear congruential generator's state. */
export function sixteenBits(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

/** Irwin and Hall's approximation of a normal number, exact in binary: twelve uniform ones, less 6. */
export function gauss(next: () => number): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += next();
  return sum / 65536 - 6;
}

/** Rebuilds an input, bit for bit. */
export function rebuild({ gen, values, seed = 0, rows, cols, mod = 1, scale = 1, shift = 0, centers = [] }: InputSpec): {
  data: Float64Array;
  rows: number;
  cols: number;
} {
  const next = sixteenBits(seed);
  const column = (x: number | readonly number[], j: number) => (typeof x === 'number' ? x : x[j]!);
  const make = (i: number): number => {
    if (values) return values[i]!;
    if (gen === 'gauss') return gauss(next) * column(scale, i % cols) + column(shift, i % cols);
    if (gen === 'uniform') return (next() / 65536) * column(scale, i % cols) + column(shift, i % cols);
    if (gen === 'mixture') return gauss(next) * column(scale, i % cols) + centers[Math.floor(i / cols) % centers.length]![i % cols]!;
    if (gen === 'int') return Math.floor((next() * mod) / 65536);
    if (gen === 'index-mod') return Math.floor(i / cols) % mod;
    throw new Error(`rebuild: expected a known generator, got ${gen}.`);
  };
  return { data: Float64Array.from({ length: rows * cols }, (_, i) => make(i)), rows, cols };
}
