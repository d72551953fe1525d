import { expected } from '@genlab/core';

/** Weights of a bar of 2^k steps divided into halves k times: 0 for its start, -1 for its middle, -2 for the quarters, down to -k. */
export function metricWeights(steps: number): Float64Array {
  const levels = Math.log2(steps);
  if (!Number.isInteger(levels)) {
    throw new RangeError(expected('rhythm', 'a number of steps that is a power of two', steps, 'Pass the weights of your metre.'));
  }
  const weights = new Float64Array(steps);
  for (let level = 0; level < levels; level++) {
    for (let step = 2 ** level; step < steps; step += 2 ** (level + 1)) weights[step] = level - levels;
  }
  return weights;
}

/** Sum over the onsets, ascending, of how far the strongest rest up to the next one, round the bar, is above the onset. */
export function lhl(onsets: readonly number[], weights: ArrayLike<number>): number {
  const steps = weights.length;
  let sum = 0;
  onsets.forEach((onset, i) => {
    const next = onsets[i + 1] ?? onsets[0]! + steps;
    let strongest = weights[onset]!;
    for (let step = onset + 1; step < next; step++) strongest = Math.max(strongest, weights[step % steps]!);
    sum += strongest - weights[onset]!;
  });
  return sum;
}
