import { nearPairs } from './near-pairs.js';
import type { Points } from './points.js';

/** The `k` nearest partners of each of `n` rows, found so far: nearest first, of equals the one that came first. */
export class Nearest {
  readonly k: number;
  /** Squared distances `[n, k]`, ascending in each row; infinite where nothing was found yet. */
  readonly squared: Float64Array;
  /** Their rows `[n, k]`. */
  readonly index: Int32Array;
  /** Squared distance of the k-th, `[n]`: a partner further off than this is of no interest. */
  readonly furthest: Float64Array;

  constructor(n: number, k: number) {
    this.k = k;
    this.squared = new Float64Array(n * k).fill(Number.POSITIVE_INFINITY);
    this.index = new Int32Array(n * k).fill(-1);
    this.furthest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  }

  /** Takes row `j` in as a partner of row `i` if it is nearer than the k-th. */
  offer(i: number, j: number, squared: number): void {
    if (squared >= this.furthest[i]!) return;
    const { k } = this;
    let place = i * k + k - 1;
    for (; place > i * k && this.squared[place - 1]! > squared; place--) {
      this.squared[place] = this.squared[place - 1]!;
      this.index[place] = this.index[place - 1]!;
    }
    this.squared[place] = squared;
    this.index[place] = j;
    this.furthest[i] = this.squared[i * k + k - 1]!;
  }
}

/** The `k` nearest other rows of each row of a set; left out is the row itself, by its place, not by its distance. */
export function nearestOthers(x: Points, k: number): Nearest {
  const found = new Nearest(x.n, k);
  nearPairs(x, x, found.furthest, found.furthest, (i, j, squared) => {
    found.offer(i, j, squared);
    found.offer(j, i, squared);
  });
  return found;
}

/** The nearest row of `to` for each row of `from`. */
export function nearestIn(from: Points, to: Points): Nearest {
  const found = new Nearest(from.n, 1);
  const none = new Float64Array(to.n).fill(Number.NEGATIVE_INFINITY);
  nearPairs(from, to, found.furthest, none, (i, j, squared) => found.offer(i, j, squared));
  return found;
}
