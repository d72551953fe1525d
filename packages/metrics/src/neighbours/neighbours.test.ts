import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gauss, sixteenBits } from '../../test/rebuild.js';
import type { Matrix } from '../rows.js';
import { neighbours } from './neighbours.js';

function normal(rows: number, cols: number, seed: number): Matrix {
  const next = sixteenBits(seed);
  return { data: Float32Array.from({ length: rows * cols }, () => gauss(next)), rows, cols };
}
const row = ({ data, cols }: Matrix, i: number) => Array.from(data).slice(i * cols, (i + 1) * cols);
const distance = (a: readonly number[], b: readonly number[]) => Math.sqrt(a.reduce((sum, x, t) => sum + (x - b[t]!) ** 2, 0));

/** The definition, pair by pair. */
function byHand(real: Matrix, fake: Matrix, k: number) {
  const table = (a: Matrix, b: Matrix) =>
    Array.from({ length: a.rows }, (_, i) => Array.from({ length: b.rows }, (_, j) => distance(row(a, i), row(b, j))));
  const others = (a: Matrix) => table(a, a).map((distances, i) => distances.map((d, j) => (i === j ? Number.POSITIVE_INFINITY : d)));
  const radii = (a: Matrix) => others(a).map((distances) => [...distances].sort((x, y) => x - y)[k - 1]!);
  const nearest = (distances: readonly number[][]) => ({
    index: distances.map((d) => d.indexOf(Math.min(...d))),
    distance: distances.map((d) => Math.min(...d)),
  });
  const [radiiReal, radiiFake, cross] = [radii(real), radii(fake), table(real, fake)];
  const transposed = table(fake, real);
  return {
    radiiReal,
    radiiFake,
    nearestFake: nearest(cross),
    nearestReal: nearest(transposed),
    ownReal: nearest(others(real)),
    ownFake: nearest(others(fake)),
    realBalls: transposed.map((d) => d.filter((value, i) => value <= radiiReal[i]!).length),
    fakeBalls: cross.map((d) => d.filter((value, j) => value <= radiiFake[j]!).length),
    fakesInside: cross.map((d, i) => d.filter((value) => value <= radiiReal[i]!).length),
    strictBalls: transposed.map((d) => d.filter((value, i) => value < radiiReal[i]!).length),
  };
}

function expectByHand(real: Matrix, fake: Matrix, k: number) {
  const got = neighbours({ real, fake }, { k });
  const want = byHand(real, fake, k);
  expect([...got.radiiReal]).toEqual(want.radiiReal);
  expect([...got.radiiFake]).toEqual(want.radiiFake);
  for (const part of ['nearestReal', 'nearestFake', 'ownReal', 'ownFake'] as const) {
    expect([...got[part].distance], part).toEqual(want[part].distance);
    expect([...got[part].index], part).toEqual(want[part].index);
  }
  for (const part of ['realBalls', 'fakeBalls', 'fakesInside'] as const) expect([...got.balls.inclusive[part]], part).toEqual(want[part]);
  expect([...got.balls.strict.realBalls]).toEqual(want.strictBalls);
}

const grid = fc.integer({ min: 1, max: 3 }).chain((cols) => {
  const set = fc.integer({ min: 4, max: 12 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      cols: fc.constant(cols),
      data: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: rows * cols, maxLength: rows * cols }),
    }),
  );
  return fc.record({ real: set, fake: set, k: fc.integer({ min: 1, max: 3 }) });
});

describe('neighbours', () => {
  it('are those of the fifth nearest by default', () => {
    const [real, fake] = [normal(20, 3, 1), normal(15, 3, 2)];
    const got = neighbours({ real, fake });
    expect(got).toMatchObject({ k: 5, metric: 'euclidean', n: { real: 20, fake: 15 }, dims: 3 });
    expectByHand(real, fake, 5);
  });

  it('are found as the definition has them on grids full of ties and copies', () => {
    fc.assert(fc.property(grid, ({ real, fake, k }) => expectByHand(real, fake, k)));
  });

  it('have a distance that is 1 - cos, and one that counts columns', () => {
    const cosine = neighbours(
      { real: { data: [1, 0, 0, 2], rows: 2, cols: 2 }, fake: { data: [3, 3, -1, 0], rows: 2, cols: 2 } },
      { k: 1, metric: 'cosine' },
    );
    expect(cosine.radiiReal[0]).toBeCloseTo(1, 14);
    expect(cosine.nearestReal.distance[0]).toBeCloseTo(1 - Math.SQRT1_2, 14);
    expect(cosine.nearestReal).toMatchObject({ index: Int32Array.of(0, 1) });
    const hamming = neighbours(
      { real: { data: [1, 0, 0, 1, 1, 1], rows: 2, cols: 3 }, fake: { data: [0, 0, 0, 0, 0, 1], rows: 2, cols: 3 } },
      { k: 1, metric: 'hamming' },
    );
    expect([...hamming.radiiReal]).toEqual([2, 2]);
    expect([...hamming.nearestReal.distance]).toEqual([1, 2]);
  });

  it('say what is wrong', () => {
    const real = normal(6, 2, 1);
    expect(() => neighbours({ real, fake: normal(6, 3, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours: expected real and fake of one width, got 2 and 3.]`,
    );
    expect(() => neighbours({ real, fake: normal(5, 2, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours (fake): expected more than k = 5 samples, got 5. Take more samples, or a smaller k.]`,
    );
    expect(() => neighbours({ real, fake: real }, { k: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours.k: expected an integer >= 1, got 0.]`,
    );
    expect(() => neighbours({ real, fake: real }, { metric: 'hamming' })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours (real): expected rows of 0 and 1 for the Hamming distance, got -1.1056671142578125.]`,
    );
    const zero = { data: new Float32Array(12), rows: 6, cols: 2 };
    expect(() => neighbours({ real: zero, fake: real }, { metric: 'cosine' })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours (real): expected rows other than zero for the cosine, got zeros in row 0.]`,
    );
    expect(() => neighbours({ real: { ...zero, data: zero.data.fill(Number.NaN) }, fake: real })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: neighbours (real): expected finite numbers, got NaN in row 0, column 0. Look for a diverged model or a division by zero before it.]`,
    );
  });

  // Last in this file, as a backend stays.
  it('are the same numbers in JavaScript and on a backend, which keeps no tensor', async () => {
    const [real, fake] = [normal(420, 24, 1), normal(410, 24, 2)];
    // A common offset, far larger than the spread: the products lose their digits, the distances must not.
    const far = (x: Matrix) => ({ ...x, data: Float32Array.from(x.data, (value) => value + 1000) });
    const inJavaScript = [neighbours({ real, fake }), neighbours({ real: far(real), fake: far(fake) })];
    await useBackend('genlab');
    const before = tf.memory().numTensors;
    const onBackend = [neighbours({ real, fake }), neighbours({ real: far(real), fake: far(fake) })];
    expect(JSON.stringify(onBackend) === JSON.stringify(inJavaScript)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are the same for copies of one sample, where every distance is a tie, on a backend', async () => {
    await useBackend('genlab');
    const copies = (rows: number): Matrix => ({ data: new Float32Array(rows * 40).fill(0.1), rows, cols: 40 });
    const got = neighbours({ real: copies(400), fake: copies(300) }, { k: 3 });
    expect(new Set(got.radiiReal)).toEqual(new Set([0]));
    expect(new Set(got.nearestReal.index)).toEqual(new Set([0]));
    expect([...got.ownReal.index.slice(0, 3)]).toEqual([1, 0, 0]);
    expect(new Set(got.balls.inclusive.realBalls)).toEqual(new Set([400]));
    expect(new Set(got.balls.strict.realBalls)).toEqual(new Set([0]));
  });
});
