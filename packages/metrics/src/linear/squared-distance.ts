/**
 * Squared distance of two rows that begin at `atA` and `atB`, by direct differences: exact on grids of integers, 0 for equal rows alone,
 * which |a|^2 + |b|^2 - 2 ab is not.
 */
export function squaredDistance(a: ArrayLike<number>, atA: number, b: ArrayLike<number>, atB: number, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) {
    const difference = a[atA + j]! - b[atB + j]!;
    sum += difference * difference;
  }
  return sum;
}
