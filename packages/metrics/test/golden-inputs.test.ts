import { describe, expect, it } from 'vitest';
import golden from './golden.json' with { type: 'json' };
import { cases, near } from './golden-case.js';
import { gauss, rebuild, sixteenBits } from './rebuild.js';

describe('the golden inputs', () => {
  it('come from the generator that wrote them', () => {
    const next = sixteenBits(golden.selfTest.seed);
    expect(golden.selfTest.u16.map(() => next())).toEqual(golden.selfTest.u16);
    const again = sixteenBits(golden.selfTest.seed);
    expect(golden.selfTest.gauss.map(() => gauss(again))).toEqual(golden.selfTest.gauss);
  });

  it.each(cases)('of $name are rebuilt bit for bit', ({ inputs, checksums }) => {
    for (const [input, { sum, first }] of Object.entries(checksums)) {
      const { data } = rebuild(inputs[input]!);
      near(
        data.reduce((total, value) => total + value, 0),
        sum,
        1e-12,
        `sum of ${input}`,
      );
      expect([...data.slice(0, first.length)]).toEqual(first);
    }
  });
});
