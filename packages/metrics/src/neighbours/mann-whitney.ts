/**
 * Mann and Whitney's test of two samples: `u` is the number of pairs with the first above the second, ties half; `z` its distance in
 * standard deviations (ties allowed for) from what one distribution gives on average, below 0 where the first sample is the smaller. `z` is
 * 0 if all numbers are equal.
 */
export function mannWhitney(first: Float64Array, second: Float64Array): { u: number; z: number } {
  const [n, m] = [first.length, second.length];
  const sorted = [...first, ...second].map((value, i) => ({ value, mine: i < n })).sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]!.value === sorted[from]!.value) to++;
    const mine = sorted.slice(from, to).filter((item) => item.mine).length;
    rankSum += mine * ((from + to + 1) / 2);
    ties += (to - from) ** 3 - (to - from);
  }
  const u = rankSum - (n * (n + 1)) / 2;
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  return { u, z: variance > 0 ? (u - (n * m) / 2) / Math.sqrt(variance) : 0 };
}
