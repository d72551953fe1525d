import { normalQuantile } from '../normal-quantile.js';

/**
 * P(|T| < t) for Student's T with a whole number of degrees of freedom: finite sums in the angle atan(t / sqrt dof) (Abramowitz and Stegun,
 * 26.7.3 and 26.7.4).
 */
function centralProbability(t: number, dof: number): number {
  const angle = Math.atan(t / Math.sqrt(dof));
  const cos2 = Math.cos(angle) ** 2;
  const odd = dof % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = odd && dof === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < dof; k += 2) {
    term *= (cos2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * The t with P(T < t) = p for Student's T, p in [0.5, 1), by bisection; above 200 degrees of freedom the normal one, which is within 1 %.
 */
export function studentQuantile(p: number, dof: number): number {
  if (dof > 200) return normalQuantile(p);
  let low = 0;
  let high = 1;
  while (centralProbability(high, dof) < 2 * p - 1) high *= 2;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, dof) < 2 * p - 1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
