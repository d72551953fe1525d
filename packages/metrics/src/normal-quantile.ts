/** Density of the standard normal distribution. */
const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** P(0 < Z < x) for a standard normal Z, by the series x + x^3/3 + x^5/15 + ... times the density; exact to rounding for |x| < 7. */
function centralProbability(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum * density(x);
}

/** The x with P(Z < x) = p for a standard normal Z: Newton's method from 0, which converges as the distribution is concave above it. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  let x = 0;
  for (let i = 0; i < 60; i++) {
    const step = (p - 0.5 - centralProbability(x)) / density(x);
    x += step;
    if (Math.abs(step) < 1e-14 * (1 + x)) break;
  }
  return x;
}
