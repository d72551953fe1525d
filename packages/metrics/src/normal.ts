import type { Rng } from '@genlab/core';

/**
 * One standard normal number in float64, which a tensor of `rng.normal` is not. @see Box and Muller, "A note on the generation of random
 * normal deviates", 1958.
 */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng.number())) * Math.cos(2 * Math.PI * rng.number());
}
