/** Sum of squared differences of two rows: taken directly, as |a|^2 + |b|^2 - 2 ab loses the digits of near rows. */
export function squaredDistance(a: ArrayLike<number>, atA: number, b: ArrayLike<number>, atB: number, dims: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) sum += (a[atA + j]! - b[atB + j]!) ** 2;
  return sum;
}
