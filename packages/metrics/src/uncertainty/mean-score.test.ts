import { expect, it } from 'vitest';
import { meanScore } from './mean-score.js';
import { studentQuantile } from './student-quantile.js';

it.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [9, 2.262],
  [10, 2.228],
  [29, 2.045],
  [100, 1.984],
])('the quantiles at 0.975 are those of the tables: %i degrees of freedom', (dof, want) => {
  expect(studentQuantile(0.975, dof)).toBeCloseTo(want, 3);
});

it('the quantile of many degrees of freedom is nearly the normal one', () => {
  expect(studentQuantile(0.975, 200)).toBeCloseTo(1.972, 3);
  expect(studentQuantile(0.975, 201)).toBeCloseTo(1.96, 3);
});

it('a mean comes with the deviation over sqrt n and the interval of Student', () => {
  const { value, se, interval } = meanScore([1, 2, 3, 4]); // deviation sqrt(5 / 3)
  expect(value).toBe(2.5);
  expect(se).toBeCloseTo(Math.sqrt(5 / 12), 12);
  expect(interval!.high - value).toBeCloseTo(3.182 * Math.sqrt(5 / 12), 3);
  expect(meanScore([3])).toEqual({ value: 3 });
});
