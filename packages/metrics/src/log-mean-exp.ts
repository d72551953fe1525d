/**
 * log of the mean of e^x over `count` numbers from `start`, every `stride`-th: the largest is taken out first, so that nothing overflows.
 */
export function logMeanExp(values: ArrayLike<number>, start = 0, count = values.length, stride = 1): number {
  const end = start + count * stride;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i += stride) most = Math.max(most, values[i]!);
  let sum = 0;
  for (let i = start; i < end; i += stride) sum += Math.exp(values[i]! - most);
  return most + Math.log(sum / count);
}
