/** Eigenvalues, descending, and unit eigenvectors, one a row, of a symmetric matrix: Jacobi's rotations, for up to some hundred rows. */
export function eigenvectors(matrix: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)); // rows turn with those of a
  const total = a.reduce((sum, value) => sum + value * value, 0);
  const rotateRows = (of: Float64Array, p: number, q: number, cos: number, sin: number) => {
    for (let k = 0; k < n; k++) {
      const [x, y] = [of[p * n + k]!, of[q * n + k]!];
      of[p * n + k] = cos * x - sin * y;
      of[q * n + k] = sin * x + cos * y;
    }
  };
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = 0; q < p; q++) off += a[p * n + q]! ** 2;
    if (off <= 1e-30 * total) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const between = a[p * n + q]!;
        if (between === 0) continue;
        const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * between);
        const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cos = 1 / Math.sqrt(tan * tan + 1);
        rotateRows(a, p, q, cos, tan * cos);
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k * n + p]!, a[k * n + q]!];
          a[k * n + p] = cos * x - tan * cos * y;
          a[k * n + q] = tan * cos * x + cos * y;
        }
        rotateRows(v, p, q, cos, tan * cos);
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, k) => a[k * (n + 1)]! - a[i * (n + 1)]!);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(v.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => a[i * (n + 1)]!), vectors };
}
