import { Rng } from '@genlab/core';
import { formatShare } from '@genlab/report';
import { UMAP } from 'umap-js';

interface Points {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [number, number];
}

/** A way to lay points out in the plane. */
export interface PointMap {
  readonly name: string;
  /** `[n, 2]` */
  readonly positions: Float64Array;
  readonly axes?: readonly [string, string];
}

const NEIGHBOURS = 15;

/** Points on the plane in which they are spread most: exact, but it may lay clusters over one another. */
export function principalComponents({ data, shape: [n, dims] }: Points): PointMap {
  const centre = Array.from({ length: dims }, (_, j) => sum(n, (i) => data[i * dims + j] as number) / n);
  const centred = Float64Array.from({ length: n * dims }, (_, at) => (data[at] as number) - (centre[at % dims] as number));
  let covariance = Array.from({ length: dims }, (_, j) =>
    Array.from({ length: dims }, (_, k) => sum(n, (i) => (centred[i * dims + j] as number) * (centred[i * dims + k] as number)) / n),
  );
  const total = sum(dims, (j) => covariance[j]?.[j] as number);
  const axes = [0, 1].map(() => {
    const axis = leadingAxis(covariance, 1e-12 * total);
    const variance = sum(dims, (j) => sum(dims, (k) => (axis[j] as number) * (covariance[j]?.[k] as number) * (axis[k] as number)));
    covariance = covariance.map((row, j) => row.map((value, k) => value - variance * (axis[j] as number) * (axis[k] as number)));
    return { axis, share: total > 0 ? variance / total : 0 };
  });
  const positions = Float64Array.from({ length: 2 * n }, (_, at) =>
    sum(dims, (j) => (centred[(at >> 1) * dims + j] as number) * (axes[at & 1]?.axis[j] as number)),
  );
  const [first, second] = axes.map(({ share }, i) => `component ${i + 1} (${formatShare(share)} of the variance)`) as [string, string];
  return { name: 'principal components', positions, axes: [first, second] };
}

/** The direction of the largest variance, by power iteration; none, if no variance is above `least`. */
function leadingAxis(covariance: readonly (readonly number[])[], least: number): number[] {
  let axis = covariance.map((_, j) => 1 / (j + 1));
  for (let round = 0; round < 300; round++) {
    const next = covariance.map((row) => sum(row.length, (k) => (row[k] as number) * (axis[k] as number)));
    const length = Math.hypot(...next);
    if (!(length > least)) return axis.map(() => 0);
    axis = next.map((value) => value / length);
  }
  return axis;
}

/** Points laid out so that near ones stay near (UMAP; McInnes, Healy and Melville, 2018), fixed by the seed. Far distances mean little. */
export function neighbourMap({ data, shape: [n, dims] }: Points, seed: number): PointMap {
  const points = Array.from({ length: n }, (_, i) => Array.from({ length: dims }, (_, j) => data[i * dims + j] as number));
  const rng = new Rng(seed).fork('map');
  const umap = new UMAP({ nComponents: 2, nNeighbors: Math.min(NEIGHBOURS, n - 1), minDist: 0.1, random: () => rng.number() });
  return { name: 'UMAP', positions: Float64Array.from(umap.fit(points).flat()) };
}

function sum(count: number, read: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += read(index);
  return total;
}
