import { Rng } from '@genlab/core';
import type { Matrix } from '../../src/index.js';
import { draw, letters, SIDE } from './glyphs.js';

/** A generator whose fault is known: it is given what it was trained on. */
export interface Generator {
  readonly name: string;
  readonly sample: (train: Matrix, n: number, seed: number) => Matrix;
}

const without = (dropped: number): Generator => ({
  name: dropped === 1 ? 'drops 1 letter of 10' : `drops ${dropped} letters`,
  sample: (_train, n, seed) => draw(n, seed, letters.map((_, k) => k).slice(0, letters.length - dropped)), // biome-ignore format: one thought
});

const blurred = (share: number): Generator => ({
  name: `blurs, ${100 * share} %`,
  sample: (_train, n, seed) => blur(draw(n, seed), share),
});

const fromTraining = (train: Matrix, n: number, seed: number): Matrix => {
  const rng = new Rng(seed).fork('copies');
  const { data, cols } = train;
  const rows = Array.from({ length: n }, () => rng.integer(train.rows));
  return { data: Float64Array.from({ length: n * cols }, (_, i) => data[rows[Math.floor(i / cols)]! * cols + (i % cols)]!), rows: n, cols };
};

const jittered = (amount: number): Generator => ({
  name: `copies, jitter ${amount}`,
  sample: (train, n, seed) => {
    const rng = new Rng(seed).fork('jitter');
    const copies = fromTraining(train, n, seed);
    return {
      ...copies,
      data: Float64Array.from(copies.data, (value) => Math.min(1, Math.max(0, value + amount * (2 * rng.number() - 1)))),
    };
  },
});

/** Half of the samples are copies, half honest. */
const half: Generator = {
  name: 'memorises half',
  sample: (train, n, seed) => {
    const [copies, honest] = [fromTraining(train, n >> 1, seed), draw(n - (n >> 1), seed)];
    return { data: [...Array.from(copies.data), ...Array.from(honest.data)], rows: n, cols: train.cols };
  },
};

/** From no fault to the worst. */
export const generators: readonly Generator[] = [
  { name: 'perfect', sample: (_train, n, seed) => draw(n, seed) },
  ...[1, 2, 3, 5, 7, 9].map(without),
  ...[0.1, 0.25, 0.5, 1].map(blurred),
  half,
  { name: 'memorises', sample: fromTraining },
  ...[0.05, 0.2, 0.4].map(jittered),
];

/** A mixture of each image with the mean over its 3 x 3 neighbourhoods. */
function blur({ data, rows, cols }: Matrix, share: number): Matrix {
  const at = (start: number, x: number, y: number) => (x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : data[start + y * SIDE + x]!);
  const out = Float64Array.from({ length: rows * cols }, (_, i) => {
    const [start, x, y] = [i - (i % cols), i % SIDE, Math.floor((i % cols) / SIDE)];
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += at(start, x + dx, y + dy);
    return (1 - share) * data[i]! + (share * sum) / 9;
  });
  return { data: out, rows, cols };
}
