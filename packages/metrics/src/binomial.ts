/** Natural logarithm of n!, by Stirling's series above 20; exact to about 1e-13. */
function logFactorial(n: number): number {
  if (n < 20) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}

/** P(X <= k) for X binomial with n trials of probability p. */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return Math.min(1, sum);
}

/**
 * How likely a rate that never changed is to fall as far as from `before` of `beforeOf` to `after` of `afterOf`, or further: Fisher's idea,
 * the total held fixed, each event being as likely to fall in either period as the periods are long.
 */
export function probabilityOfFall(before: number, beforeOf: number, after: number, afterOf: number): number {
  return binomialAtMost(after, before + after, afterOf / (beforeOf + afterOf));
}
