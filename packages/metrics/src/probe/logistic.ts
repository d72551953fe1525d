import { minimise } from '../linear/minimise.js';
import { logMeanExp } from '../log-mean-exp.js';
import { type Classed, linearScores } from './classed.js';

/**
 * The weights `[dims + 1, classes]`, intercepts last, that minimise the mean cross-entropy + lambda |W|^2. scikit-learn's `C` is 1 / (2 n
 * lambda).
 */
export function logistic({ data, labels, n, dims, classes }: Classed, lambda: number): Float64Array {
  return minimise(
    (weights, gradient) => {
      const scores = linearScores(weights, dims, classes)(data, n);
      gradient.fill(0);
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const row = scores.subarray(i * classes, (i + 1) * classes);
        loss += (logSumExp(row) - row[labels[i]!]!) / n;
        const residual = softmax(row);
        residual[labels[i]!]! -= 1;
        for (let c = 0; c < classes; c++) {
          const share = residual[c]! / n;
          for (let j = 0; j < dims; j++) gradient[j * classes + c]! += share * data[i * dims + j]!;
          gradient[dims * classes + c]! += share;
        }
      }
      for (let at = 0; at < dims * classes; at++) {
        loss += lambda * weights[at]! ** 2;
        gradient[at]! += 2 * lambda * weights[at]!;
      }
      return loss;
    },
    new Float64Array((dims + 1) * classes),
  );
}

const logSumExp = (row: Float64Array) => logMeanExp(row) + Math.log(row.length);

function softmax(row: Float64Array): Float64Array {
  const total = logSumExp(row);
  return row.map((value) => Math.exp(value - total));
}
