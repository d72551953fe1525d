/** One channel of an image. */
interface Plane {
  readonly data: Float64Array;
  readonly height: number;
  readonly width: number;
}

/** Two planes of one size, and how to compare them. */
export interface Comparison {
  readonly a: Plane;
  readonly b: Plane;
  readonly window: number;
  readonly sigma: number;
  readonly range: number;
}

/** Mean structural similarity over all windows, and the mean of its contrast-structure factor alone. */
export function compare({ a, b, window, sigma, range }: Comparison): { similarity: number; structure: number } {
  const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
  const weights = gaussian(window, sigma);
  const smooth = (value: (i: number) => number) => blur({ ...a, data: Float64Array.from(a.data, (_, i) => value(i)) }, weights);
  const [x, y] = [a.data, b.data];
  const [mx, my] = [smooth((i) => x[i]!), smooth((i) => y[i]!)];
  const [xx, yy, xy] = [smooth((i) => x[i]! * x[i]!), smooth((i) => y[i]! * y[i]!), smooth((i) => x[i]! * y[i]!)];
  let [similarity, structure] = [0, 0];
  for (let i = 0; i < mx.length; i++) {
    const [p, q] = [mx[i]!, my[i]!];
    const factor = (2 * (xy[i]! - p * q) + c2) / (xx[i]! - p * p + yy[i]! - q * q + c2);
    structure += factor / mx.length;
    similarity += (factor * (2 * p * q + c1)) / (p * p + q * q + c1) / mx.length;
  }
  return { similarity, structure };
}

/** Half the size: means of 2 x 2 pixels; an odd last row or column is left out. */
export function halve({ data, height, width }: Plane): Plane {
  const [h, w] = [height >> 1, width >> 1];
  const half = Float64Array.from({ length: h * w }, (_, i) => {
    const corner = Math.floor(i / w) * 2 * width + (i % w) * 2;
    return (data[corner]! + data[corner + 1]! + data[corner + width]! + data[corner + width + 1]!) / 4;
  });
  return { data: half, height: h, width: w };
}

function gaussian(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) => Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Weighted means over the windows that lie in the plane, along columns and then along rows. */
function blur({ data, height, width }: Plane, weights: Float64Array): Float64Array {
  const [h, w] = [height - weights.length + 1, width - weights.length + 1];
  const tall = Float64Array.from({ length: h * width }, (_, i) =>
    weights.reduce((sum, weight, t) => sum + weight * data[i + t * width]!, 0),
  );
  return Float64Array.from({ length: h * w }, (_, i) => {
    const start = Math.floor(i / w) * width + (i % w);
    return weights.reduce((sum, weight, t) => sum + weight * tall[start + t]!, 0);
  });
}
