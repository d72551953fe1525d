import fc from 'fast-check';
import { expect, it } from 'vitest';
import { minimise } from './minimise.js';
import { solve } from './solve.js';

const times = (a: Float64Array, b: Float64Array, n: number) => {
  const m = b.length / n;
  return Float64Array.from({ length: n * m }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / m) * n + k]! * b[k * m + (at % m)]!;
    return sum;
  });
};
const numbers = (length: number) => fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length });
/** G G' + I, and two right-hand sides. */
const systems = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.tuple(numbers(n * n), numbers(2 * n)).map(([g, x]) => {
    const transposed = Float64Array.from(g, (_, at) => g[(at % n) * n + Math.floor(at / n)]!);
    const a = times(Float64Array.from(g), transposed, n).map((value, at) => value + (at % (n + 1) === 0 ? 1 : 0));
    return { n, a, x: Float64Array.from(x) };
  }),
);

it('solve finds what was multiplied', () => {
  fc.assert(
    fc.property(systems, ({ n, a, x }) => {
      const got = solve(a, times(a, x, n), n);
      got.forEach((value, i) => {
        expect(Math.abs(value - x[i]!)).toBeLessThan(1e-9);
      });
    }),
  );
});

it('minimise finds the bottom of a quadratic bowl: where solve says', () => {
  fc.assert(
    fc.property(systems, ({ n, a, x }) => {
      const side = x.slice(0, n);
      const got = minimise((at, gradient) => {
        const product = times(a, at, n);
        product.forEach((value, i) => {
          gradient[i] = value - side[i]!;
        });
        return at.reduce((sum, value, i) => sum + value * (product[i]! / 2 - side[i]!), 0);
      }, new Float64Array(n));
      solve(a, side, n).forEach((value, i) => {
        expect(Math.abs(value - got[i]!)).toBeLessThan(1e-6);
      });
    }),
    { numRuns: 50 },
  );
});
