import type { Rng } from '@genlab/core';
import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';
import { type Bits, columns, jaccard } from './bits.js';

/** How alike the halves of a bar are, and a first half and another bar's second half; nothing for an odd number of steps. */
export function halves(bars: Bits, instruments: number, rng: Rng): { selfSimilarity?: Score; selfSimilarityChance?: number } {
  const middle = bars.length / 2;
  if (middle % instruments !== 0) return {};
  const [first, second] = [columns(bars, 0, middle), columns(bars, middle, bars.length)];
  const order = [...rng.permutation(bars.n)];
  const others = order.map((bar, i) => jaccard(first, bar, second, order[(i + 1) % bars.n]!));
  return {
    selfSimilarity: meanScore(order.map((bar) => jaccard(first, bar, second, bar))),
    selfSimilarityChance: bars.n > 1 ? meanScore(others).value : undefined,
  };
}
