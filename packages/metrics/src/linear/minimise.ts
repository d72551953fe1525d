import { dot } from './dot.js';

/** The value of a smooth convex function at `x`; its gradient is written into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

const MEMORY = 10;
const ROUNDS = 500;

/**
 * The minimum of a smooth convex function from `start`, by limited-memory BFGS with a halving line search: until the gradient's largest
 * entry is at most `tolerance`, or nothing gets better.
 * @see Nocedal, "Updating quasi-Newton matrices with limited storage", 1980.
 */
export function minimise(objective: Objective, start: Float64Array, tolerance = 1e-8): Float64Array {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: { moved: Float64Array; turned: Float64Array; curvature: number }[] = [];
  for (let round = 0; round < ROUNDS && gradient.some((g) => Math.abs(g) > tolerance); round++) {
    const direction = descent(gradient, pairs);
    const slope = dot(direction, gradient);
    const nextGradient = new Float64Array(x.length);
    let step = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let next = along(x, direction, step);
    let nextValue = objective(next, nextGradient);
    while (!(nextValue <= value + 1e-4 * step * slope) && step > 1e-12) {
      step /= 2;
      next = along(x, direction, step);
      nextValue = objective(next, nextGradient);
    }
    if (!(nextValue < value)) break;
    const moved = next.map((to, i) => to - x[i]!);
    const turned = nextGradient.map((to, i) => to - gradient[i]!);
    const curvature = dot(moved, turned);
    if (curvature > 0) pairs.push({ moved, turned, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    [x, gradient, value] = [next, nextGradient, nextValue];
  }
  return x;
}

/** Minus the gradient, as the last moves say that space is curved. */
function descent(gradient: Float64Array, pairs: readonly { moved: Float64Array; turned: Float64Array; curvature: number }[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const weights: number[] = [];
  for (const { moved, turned, curvature } of [...pairs].reverse()) {
    const weight = dot(moved, direction) / curvature;
    weights.push(weight);
    add(direction, turned, -weight);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.turned, last.turned);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const { moved, turned, curvature } of pairs) {
    add(direction, moved, weights.pop()! - dot(turned, direction) / curvature);
  }
  return direction;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
}

const along = (x: Float64Array, direction: Float64Array, step: number) => x.map((value, i) => value + step * direction[i]!);
