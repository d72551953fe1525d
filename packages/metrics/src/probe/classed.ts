/** Rows of float64 numbers, each with a class from 0 to `classes - 1`. */
export interface Classed {
  readonly data: Float64Array;
  readonly labels: Int32Array;
  readonly n: number;
  readonly dims: number;
  readonly classes: number;
}

/** Scores of each class for each row, `[n, classes]` row-major: the larger, the likelier. */
export type Predict = (data: Float64Array, n: number) => Float64Array;

/** A linear map with the intercepts in its last row, `[dims + 1, classes]`, as a {@link Predict}. */
export function linearScores(weights: Float64Array, dims: number, classes: number): Predict {
  return (data, n) => {
    const scores = new Float64Array(n * classes);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < classes; c++) {
        let sum = weights[dims * classes + c]!;
        for (let j = 0; j < dims; j++) sum += data[i * dims + j]! * weights[j * classes + c]!;
        scores[i * classes + c] = sum;
      }
    }
    return scores;
  };
}
