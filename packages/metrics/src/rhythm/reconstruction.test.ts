import { describe, expect, it } from 'vitest';
import { table } from '../../test/noise.js';
import { reconstruction } from './reconstruction.js';

const target = { data: [1, 0, 0, 1, 1, 0, 0, 0], shape: [2, 4] };

describe('reconstruction', () => {
  it('counts hits and errors at 0.5 by default', () => {
    const got = reconstruction({ target, probability: { data: [0.9, 0.2, 0.5, 0.4, 0.8, 0.1, 0, 0], shape: [2, 4] } });
    // Row 1: hit, right, false alarm, miss. Row 2: all right.
    expect(got.accuracy.value).toBe(6 / 8);
    expect(got.accuracyOfSilence).toBe(5 / 8);
    expect(got.precision.value).toBe(2 / 3);
    expect(got.recall.value).toBe(2 / 3);
    expect(got.f1.value).toBe(2 / 3);
    expect(got.exact.value).toBe(1 / 2);
    expect(got).toMatchObject({ n: 2, f1PerInstrument: undefined });
  });

  it('finds each instrument apart', () => {
    const probability = { data: [1, 1, 0, 1, 1, 0, 0, 0], shape: [2, 4] }; // instrument 0 perfect, instrument 1 one false alarm beside one hit
    const { f1PerInstrument } = reconstruction({ target, probability }, { instruments: 2 });
    expect([...f1PerInstrument!]).toEqual([1, 2 / 3]);
  });

  it('is not fooled by silence: the accuracy is its own floor, the recall is 0', () => {
    const got = reconstruction({ target, probability: table(2, 4, () => 0) });
    expect(got.accuracy.value).toBe(got.accuracyOfSilence);
    expect(got.recall.value).toBe(0);
    expect(got.f1.value).toBe(0);
    expect(got.precision.value).toBeNaN();
  });

  it('is perfect on itself, with the error of the rows', () => {
    const got = reconstruction({ target, probability: target });
    expect(got).toMatchObject({ accuracy: { value: 1, se: 0 }, f1: { value: 1, se: 0 }, exact: { value: 1 } });
  });

  it('says what is wrong', () => {
    expect(() => reconstruction({ target, probability: table(2, 3, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction: expected probability of shape [2,4], got [2,3].]`,
    );
    expect(() => reconstruction({ target, probability: table(2, 4, () => 2) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction: expected probability from 0 to 1, got 2.]`,
    );
    expect(() => reconstruction({ target: table(2, 4, () => 0.5), probability: target })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction: expected target of 0 and 1, got 0.5.]`,
    );
    expect(() => reconstruction({ target: table(0, 4, () => 0), probability: table(0, 4, () => 0) })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction: expected the number of rows to be an integer >= 1, got 0.]`,
    );
    expect(() => reconstruction({ target, probability: target }, { threshold: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction.threshold: expected a number in (0, 1], got 0.]`,
    );
    expect(() => reconstruction({ target, probability: target }, { instruments: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: reconstruction: expected instruments to divide the 4 cells of a row, got 3.]`,
    );
  });
});
