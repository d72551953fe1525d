// Updates and gradients that training does once a step to every parameter or activation, each in one pass. Whole vectors, also past the
// end.

/**
 * Adam (Kingma & Ba 2015, algorithm 1). `rate`, `beta1Power` and `beta2Power` point to one float each.
 * m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2; value' = value - rate (m' / (1 - b1^t)) / (sqrt(v' / (1 - b2^t)) + epsilon)
 */
export function adam(
  value: usize, gradient: usize, first: usize, second: usize, newValue: usize, newFirst: usize, newSecond: usize, n: i32,
  rate: usize, beta1Power: usize, beta2Power: usize, beta1: f64, beta2: f64, epsilon: f32,
): void {
  const keepFirst = f32x4.splat(<f32>beta1);
  const takeFirst = f32x4.splat(<f32>(1 - beta1));
  const keepSecond = f32x4.splat(<f32>beta2);
  const takeSecond = f32x4.splat(<f32>(1 - beta2));
  const correction1 = f32x4.splat(<f32>(1 / (1 - <f64>load<f32>(beta1Power))));
  const correction2 = f32x4.splat(<f32>(1 / (1 - <f64>load<f32>(beta2Power))));
  const step = v128.load32_splat(rate);
  const guard = f32x4.splat(epsilon);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(keepFirst, v128.load(first + i)), f32x4.mul(takeFirst, g));
    const v = f32x4.add(f32x4.mul(keepSecond, v128.load(second + i)), f32x4.mul(takeSecond, f32x4.mul(g, g)));
    const direction = f32x4.div(f32x4.mul(m, correction1), f32x4.add(f32x4.sqrt(f32x4.mul(v, correction2)), guard));
    v128.store(newFirst + i, m);
    v128.store(newSecond + i, v);
    v128.store(newValue + i, f32x4.sub(v128.load(value + i), f32x4.mul(step, direction)));
  }
}

/** out = decay average + (1 - decay) value; `decay` points to one float. */
export function movingAverage(average: usize, value: usize, out: usize, n: i32, decay: usize): void {
  const keep = v128.load32_splat(decay);
  const take = f32x4.sub(f32x4.splat(1), keep);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    v128.store(out + i, f32x4.add(f32x4.mul(keep, v128.load(average + i)), f32x4.mul(take, v128.load(value + i))));
  }
}

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
