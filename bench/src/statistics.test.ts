import { expect, test } from 'vitest';
import { summarize } from './statistics.js';

test('times are summarised by their quartiles, between two of them by the straight line', () => {
  expect(summarize([4, 1, 3, 2])).toEqual({ n: 4, minMs: 1, lowerQuartileMs: 1.75, medianMs: 2.5, upperQuartileMs: 3.25 }); // numpy.quantile
});

test('one time is all of its quartiles', () => {
  expect(summarize([7])).toEqual({ n: 1, minMs: 7, lowerQuartileMs: 7, medianMs: 7, upperQuartileMs: 7 });
});
