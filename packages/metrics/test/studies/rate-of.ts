import { wilson } from '../../src/index.js';

/** A rate in per cent with its 95 % interval, as tables show it. */
export function rateOf(count: number, of: number): string {
  const { low, high } = wilson(count, of);
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percent(count / of)} (${percent(low)} to ${percent(high)})`;
}
