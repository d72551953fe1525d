// Products of a matrix and a vector: bound by reading the matrix once, so nothing is packed.

/** out[row] = sum over columns of matrix[row, column] * vector[column]. */
export function multiplyVector(matrix: usize, rows: i32, columns: i32, vector: usize, out: usize): void {
  const bytes = columns << 2;
  for (let row = 0; row < rows; row++, matrix += bytes, out += 4) {
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), sum2 = f32x4.splat(0), sum3 = f32x4.splat(0);
    let i = 0;
    for (; i + 64 <= bytes; i += 64) {
      const x = matrix + i, y = vector + i;
      sum0 = f32x4.add(sum0, f32x4.mul(v128.load(x), v128.load(y)));
      sum1 = f32x4.add(sum1, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(v128.load(x, 32), v128.load(y, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(v128.load(x, 48), v128.load(y, 48)));
    }
    for (; i + 16 <= bytes; i += 16) sum0 = f32x4.add(sum0, f32x4.mul(v128.load(matrix + i), v128.load(vector + i)));
    const sums = f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3));
    let sum = (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    for (; i < bytes; i += 4) sum += load<f32>(matrix + i) * load<f32>(vector + i);
    store<f32>(out, sum);
  }
}

/** out[column] = sum over rows of vector[row] * matrix[row, column]. */
export function multiplyVectorTransposed(matrix: usize, rows: i32, columns: i32, vector: usize, out: usize): void {
  const bytes = columns << 2;
  const end = vector + (rows << 2);
  let i = 0;
  for (; i + 64 <= bytes; i += 64) {
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), sum2 = f32x4.splat(0), sum3 = f32x4.splat(0);
    for (let x = vector, y = matrix + i; x < end; x += 4, y += bytes) {
      const value = v128.load_splat<f32>(x);
      sum0 = f32x4.add(sum0, f32x4.mul(value, v128.load(y)));
      sum1 = f32x4.add(sum1, f32x4.mul(value, v128.load(y, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(value, v128.load(y, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(value, v128.load(y, 48)));
    }
    v128.store(out + i, sum0);
    v128.store(out + i, sum1, 16);
    v128.store(out + i, sum2, 32);
    v128.store(out + i, sum3, 48);
  }
  for (; i < bytes; i += 4) {
    let sum: f32 = 0;
    for (let x = vector, y = matrix + i; x < end; x += 4, y += bytes) sum += load<f32>(x) * load<f32>(y);
    store<f32>(out + i, sum);
  }
}
