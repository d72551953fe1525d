import { Rng } from '@genlab/core';
import { expect, test } from 'vitest';
import { neighbourMap, principalComponents } from './maps.js';

const rng = new Rng(0);
const normal = () => Math.sqrt(-2 * Math.log(1 - rng.number())) * Math.cos(2 * Math.PI * rng.number());

test('principal components of points on a tilted line: the line, and nothing', () => {
  const data = Array.from({ length: 50 }, (_, i) => [3 * i, 4 * i, 7]).flat();
  const { positions, axes } = principalComponents({ data, shape: [50, 3] });
  for (let i = 0; i < 50; i++) {
    expect(Math.abs(positions[2 * i] as number)).toBeCloseTo(Math.abs(5 * (i - 24.5)), 6);
    expect(positions[2 * i + 1]).toBeCloseTo(0, 6);
  }
  expect(axes).toEqual(['component 1 (100\u00a0% of the variance)', 'component 2 (0\u00a0% of the variance)']);
});

test('the map keeps clusters apart, and is the same for the same seed', () => {
  const labels = Array.from({ length: 120 }, (_, i) => i % 3);
  const data = labels.flatMap((label) => Array.from({ length: 5 }, (_, j) => (j === label ? 8 : 0) + normal()));
  const { positions } = neighbourMap({ data, shape: [120, 5] }, 1);
  expect(neighbourMap({ data, shape: [120, 5] }, 1).positions).toEqual(positions);
  const distance = (i: number, k: number) =>
    Math.hypot(
      (positions[2 * i] as number) - (positions[2 * k] as number),
      (positions[2 * i + 1] as number) - (positions[2 * k + 1] as number),
    );
  const nearest = labels.map((_, i) =>
    labels
      .map((_, k) => k)
      .filter((k) => k !== i)
      .reduce((best, k) => (distance(i, k) < distance(i, best) ? k : best)),
  );
  expect(nearest.filter((k, i) => labels[k] === labels[i]).length).toBe(120);
});

test('points that are all one are laid out somewhere', () => {
  const same = { data: new Float32Array(80), shape: [40, 2] as const };
  for (const { positions } of [principalComponents(same), neighbourMap(same, 0)]) expect([...positions].every(Number.isFinite)).toBe(true);
});
