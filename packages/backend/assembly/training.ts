// Gradients of activations and sums of gradients, each in one pass. Whole vectors, also past the end.
import { FloatMath } from './float-math';

/** dx = dy (x > 0 ? 1 : alpha) */
export function leakyReluGradient(dy: usize, x: usize, dx: usize, n: i32, alpha: f32): void {
  const slope = f32x4.splat(alpha);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const gradient = v128.load(dy + i);
    const positive = f32x4.gt(v128.load(x + i), f32x4.splat(0));
    v128.store(dx + i, v128.bitselect(gradient, f32x4.mul(gradient, slope), positive));
  }
}

/** dx = dy (sigmoid(x) - z) */
export function sigmoidCrossEntropyGradient(dy: usize, x: usize, z: usize, dx: usize, n: i32): void {
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const difference = f32x4.sub(FloatMath.sigmoid(v128.load(x + i)), v128.load(z + i));
    v128.store(dx + i, f32x4.mul(v128.load(dy + i), difference));
  }
}

/** mask = noise >= rate ? kept : 0 */
export function dropoutMask(noise: usize, mask: usize, n: i32, rate: f32, kept: f32): void {
  const threshold = f32x4.splat(rate);
  const value = f32x4.splat(kept);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) v128.store(mask + i, v128.and(value, f32x4.ge(v128.load(noise + i), threshold)));
}

/** y = the sum of `count` tensors of n floats, whose addresses are at `list`, added in their order. */
export function addAll(list: usize, y: usize, count: i32, n: i32): void {
  const end = <usize>n << 2;
  const last = list + (<usize>count << 2);
  for (let i: usize = 0; i < end; i += 16) {
    let sum = v128.load(load<usize>(list) + i);
    for (let at = list + 4; at < last; at += 4) sum = f32x4.add(sum, v128.load(load<usize>(at) + i));
    v128.store(y + i, sum);
  }
}
