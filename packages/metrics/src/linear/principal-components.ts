import { Rng } from '@genlab/core';
import { dot } from './dot.js';
import { eigenvectors } from './eigenvectors.js';

/** Directions beyond those asked for: the iteration settles by the gap to the first that is left out. */
const SPARE = 10;
const ROUNDS = 200;

/**
 * The `count` eigenvectors of the largest eigenvalues of a covariance `[dims, dims]`, one a row: block power iteration from a seeded start,
 * until the variance they hold settles to 1e-9, then one small eigenproblem in their span. Where the covariance has a lower rank, the rest
 * are zeros.
 */
export function principalComponents(
  covariance: Float64Array,
  dims: number,
  count: number,
  seed: number,
): { values: Float64Array; vectors: Float64Array } {
  const width = Math.min(dims, count + SPARE);
  const rng = new Rng(seed);
  let block: Float64Array = Float64Array.from({ length: width * dims }, () => rng.number() - 0.5);
  orthonormalise(block, dims);
  let held = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const image = times(block, covariance, dims);
    const now = dot(block, image);
    block = image;
    orthonormalise(block, dims);
    if (Math.abs(now - held) <= 1e-9 * now) break;
    held = now;
  }
  const image = times(block, covariance, dims);
  const small = Float64Array.from({ length: width * width }, (_, at) => {
    const [i, k] = [Math.floor(at / width), at % width];
    return dot(block.subarray(i * dims, (i + 1) * dims), image.subarray(k * dims, (k + 1) * dims));
  });
  const { values, vectors: mix } = eigenvectors(small, width);
  const vectors = new Float64Array(count * dims);
  for (let i = 0; i < count; i++) {
    const row = vectors.subarray(i * dims, (i + 1) * dims);
    for (let k = 0; k < width; k++) for (let j = 0; j < dims; j++) row[j]! += mix[i * width + k]! * block[k * dims + j]!;
    const largest = row.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    if (largest < 0) for (let j = 0; j < dims; j++) row[j]! *= -1; // An eigenvector has no sign of its own.
  }
  return { values: values.slice(0, count), vectors };
}

/** Each row of a block times a symmetric matrix. */
function times(block: Float64Array, matrix: Float64Array, dims: number): Float64Array {
  const result = new Float64Array(block.length);
  for (let at = 0; at < block.length; at += dims) {
    const row = block.subarray(at, at + dims);
    for (let j = 0; j < dims; j++) result[at + j] = dot(row, matrix.subarray(j * dims, (j + 1) * dims));
  }
  return result;
}

/** Gram and Schmidt, each row twice, in place; a row that lies in the span of those before it becomes zeros. */
function orthonormalise(block: Float64Array, dims: number): void {
  for (let at = 0; at < block.length; at += dims) {
    const row = block.subarray(at, at + dims);
    const before = Math.sqrt(dot(row, row));
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < at; other += dims) {
        const earlier = block.subarray(other, other + dims);
        const share = dot(row, earlier);
        for (let j = 0; j < dims; j++) row[j]! -= share * earlier[j]!;
      }
    }
    const length = Math.sqrt(dot(row, row));
    for (let j = 0; j < dims; j++) row[j] = length > 1e-10 * before ? row[j]! / length : 0;
  }
}
