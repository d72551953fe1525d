import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhythm } from './rhythm.js';

const bar = (text: string) => [...text].map((cell) => (cell === 'x' ? 1 : 0));
const bars = fc.array(fc.constantFrom(0, 1), { minLength: 16, maxLength: 16 });
const turned = (pattern: readonly number[], by: number) => pattern.map((_, step) => pattern[(step + by) % pattern.length]!);

describe('rhythm', () => {
  it('of the son clave, in semiquavers by default', () => {
    expect(rhythm(bar('x..x..x...x.x...'))).toEqual({
      onsets: 5,
      density: 5 / 16,
      lhl: 4,
      wnbd: expect.closeTo(2.8, 12),
      offBeat: 1,
      balance: expect.closeTo(0.98352, 5),
      evenness: expect.closeTo(0.98771, 5),
    });
  });

  it.each([
    ['shiko', 'x...x.x...x.x...', 1.2],
    ['son', 'x..x..x...x.x...', 2.8],
    ['rumba', 'x..x...x..x.x...', 3.6],
    ['soukous', 'x..x..x...xx....', 3.6],
    ['gahu', 'x..x..x...x...x.', 3.6],
    ['bossa nova', 'x..x..x...x..x..', 4],
  ])('has the weighted note-to-beat distance of Gomez et al. 2005, figure 8, for the clave %s', (_, text, want) => {
    expect(rhythm(bar(text)).wnbd).toBeCloseTo(want, 12);
  });

  it('goes round the bar: the last off-beat is syncopated against the first beat', () => {
    // A note at step 15 rests through 0 (weight 0) until 4: 0 - (-4) = 4. Without the wrap it would be 0.
    expect(rhythm(bar('....x..........x')).lhl).toBe(4 + 1); // and step 4 (-2) rests through 8 (-1)
    expect(rhythm(bar('..............x.')).wnbd).toBe(2); // ends at the next bar's 14: past two beats, 1 / (1/2)
    expect(rhythm(bar('..x...........x.')).wnbd).toBe((2 + 4) / 2); // 2 until 14: past the second beat; 14 until 2: tied over one
  });

  it('of nothing is nothing; of one onset, or of all steps, is exact', () => {
    expect(rhythm(bar('................'))).toEqual({ onsets: 0, density: 0, lhl: 0, wnbd: 0, offBeat: 0, balance: 1, evenness: 0 });
    expect(rhythm(bar('x...............'))).toMatchObject({ lhl: 0, wnbd: 0, balance: 0, evenness: 1 });
    const full = rhythm(bar('xxxxxxxxxxxxxxxx'));
    expect(full).toMatchObject({ density: 1, lhl: 0, offBeat: 8 });
    expect(full.evenness).toBeCloseTo(1, 12);
    expect(full.balance).toBeCloseTo(1, 12);
  });

  it('has a balance and an evenness that do not change as the bar is turned, and all figures repeat beat for beat', () => {
    fc.assert(
      fc.property(bars, fc.nat(15), (pattern, by) => {
        const [a, b] = [rhythm(pattern), rhythm(turned(pattern, by))];
        expect(b.balance).toBeCloseTo(a.balance, 12);
        expect(b.evenness).toBeCloseTo(a.evenness, 12);
        expect(rhythm(turned(pattern, 4)).wnbd).toBeCloseTo(a.wnbd, 12);
        for (const value of Object.values(a)) expect(value).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  it('takes the weights and the beat of another metre', () => {
    const waltz = { beat: 2, weights: [0, -2, -1, -2, -1, -2] };
    expect(rhythm(bar('.x..x.'), waltz).lhl).toBe(1 + 1); // 1 (-2) rests through 2 (-1); 4 (-1) rests through 0 (0)
    expect(rhythm(bar('x..x'), { beat: 1 }).wnbd).toBe(0);
  });

  it('says what is wrong', () => {
    expect(() => rhythm([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: rhythm: expected at least one step, got 0.]`);
    expect(() => rhythm([0, 0.5])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rhythm: expected a pattern of 0 and 1, got 0.5. Draw from probabilities, or compare them with 0.5.]`,
    );
    expect(() => rhythm([0, 1, 0])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rhythm: expected a number of steps that is a power of two, got 3. Pass the weights of your metre.]`,
    );
    expect(() => rhythm([0, 1], { beat: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: rhythm: expected beat above 0 and at most 2 steps, got 0.]`,
    );
    expect(() => rhythm([0, 1], { weights: [0] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: rhythm: expected 2 weights, got 1.]`);
  });
});
