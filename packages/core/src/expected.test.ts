import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../test/backends.js';
import { expected } from './expected.js';

beforeAll(useCpu);

it('says where, what was expected, what came and what to do', () => {
  expect(expected('dropout', 'a rate in [0, 1)', 1.5)).toBe('dropout: expected a rate in [0, 1), got 1.5.');
  expect(expected('dropout', 'a rate', 'none', 'Give one.')).toBe('dropout: expected a rate, got none. Give one.');
});

it.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [Number.NaN, 'NaN'],
  [10n, '10'],
  [Symbol('x'), 'Symbol(x)'],
  [() => 0, 'function'],
  [{ from: 1, to: [2, 3] }, '{"from":1,"to":[2,3]}'],
  [new Float32Array(1_000), 'Float32Array'],
  [{ rng: new (class Rng {})() }, '{"rng":Rng}'],
])('writes %s so that it can be read', (got, text) => {
  expect(expected('f', 'a number', got)).toBe(`f: expected a number, got ${text}.`);
});

it('stays one sentence, whatever came', () => {
  const self: Record<string, unknown> = {};
  self.self = self;
  expect(expected('f', 'a number', self)).toBe('f: expected a number, got an object that holds itself.');
  expect(expected('f', 'a number', Array(1_000).fill(7))).toBe(`f: expected a number, got [${'7,'.repeat(99)}7....`);
  const tensor = tf.zeros([1_000, 3]);
  expect(expected('f', 'a number', { x: tensor })).toBe('f: expected a number, got {"x":Tensor}.');
  tensor.dispose();
});
