/** A factor of a positive semidefinite matrix: A = L L' with L `[n, rank]`, row-major. */
export interface Factor {
  readonly data: Float64Array;
  readonly n: number;
  readonly rank: number;
}

/**
 * Cholesky's factor of a positive semidefinite matrix, by diagonal pivoting: it ends when what is left is rounding noise
 * (n * epsilon of the largest diagonal entry), so that a covariance of rank below n gives a thin factor, not square roots of noise.
 */
export function factor(matrix: Float64Array, n: number): Factor {
  const left = Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!);
  const noise = n * Number.EPSILON * left.reduce((most, value) => Math.max(most, value), 0);
  const columns: Float64Array[] = [];
  while (columns.length < n) {
    const pivot = left.reduce((best, value, i) => (value > left[best]! ? i : best), 0);
    if (!(left[pivot]! > noise)) break;
    const root = Math.sqrt(left[pivot]!);
    const column = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let value = matrix[i * n + pivot]!;
      for (const earlier of columns) value -= earlier[i]! * earlier[pivot]!;
      column[i] = value / root;
    }
    columns.push(column);
    for (let i = 0; i < n; i++) left[i]! -= column[i]! ** 2;
    left[pivot] = 0;
  }
  const rank = columns.length;
  const data = new Float64Array(n * rank);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) data[i * rank + j] = column[i]!;
  });
  return { data, n, rank };
}

/** L' B L for a factor L `[n, rank]` and a symmetric B `[n, n]`: `[rank, rank]`, exactly symmetric. */
export function congruence({ data, n, rank }: Factor, b: Float64Array): Float64Array {
  const product = new Float64Array(n * rank); // B L
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = b[i * n + k]!;
      for (let j = 0; j < rank; j++) product[i * rank + j]! += value * data[k * rank + j]!;
    }
  }
  const result = new Float64Array(rank * rank);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < rank; i++) {
      const value = data[k * rank + i]!;
      for (let j = 0; j <= i; j++) result[i * rank + j]! += value * product[k * rank + j]!;
    }
  }
  for (let i = 0; i < rank; i++) for (let j = 0; j < i; j++) result[j * rank + i] = result[i * rank + j]!;
  return result;
}
