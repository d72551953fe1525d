import { type Score, wilson } from '../wilson.js';

/**
 * A share of hits among rows that are judged by their nearest other row, with Wilson's interval of as many rows as are independent: two
 * that are each other's nearest are hit or missed together, so their pair counts once.
 *
 * @param hits how many of them; a tie may count half.
 * @param nearest the nearest other row of each.
 */
export function neighbourRate(hits: number, nearest: ArrayLike<number>): Score {
  const n = nearest.length;
  let twins = 0;
  for (let i = 0; i < n; i++) if (nearest[nearest[i]!] === i) twins += 1;
  const independent = Math.max(1, Math.round(n / (1 + twins / n)));
  return { value: hits / n, interval: wilson((hits / n) * independent, independent) };
}
