/**
 * Solves A X = B for a symmetric positive definite A `[n, n]` and B `[n, m]`, by Cholesky's factor. Both row-major; neither is changed.
 */
export function solve(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const m = b.length / n;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  const x = b.slice();
  const eliminate = (row: number, from: number, to: number, weight: (k: number) => number) => {
    for (let k = from; k < to; k++) for (let c = 0; c < m; c++) x[row * m + c]! -= weight(k) * x[k * m + c]!;
    for (let c = 0; c < m; c++) x[row * m + c]! /= l[row * n + row]!;
  };
  for (let i = 0; i < n; i++) eliminate(i, 0, i, (k) => l[i * n + k]!);
  for (let i = n - 1; i >= 0; i--) eliminate(i, i + 1, n, (k) => l[k * n + i]!);
  return x;
}
