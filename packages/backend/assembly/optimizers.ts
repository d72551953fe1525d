// What an optimiser does once a step to every parameter, in one pass. `rate` points to one float. Whole vectors, also past the end.

/**
 * Adam (Kingma & Ba 2015, algorithm 1). `rate`, `beta1Power` and `beta2Power` point to one float each.
 * m' = b1 m + (1 - b1) g; v' = b2 v + (1 - b2) g^2;
 * value' = value - rate ((m' / (1 - b1^t)) / (sqrt(v' / (1 - b2^t)) + epsilon) + decay value)
 */
export function adam(
  value: usize, gradient: usize, first: usize, second: usize, newValue: usize, newFirst: usize, newSecond: usize, n: i32,
  rate: usize, beta1Power: usize, beta2Power: usize, beta1: f64, beta2: f64, epsilon: f32, decay: f32,
): void {
  const keepFirst = f32x4.splat(<f32>beta1);
  const takeFirst = f32x4.splat(<f32>(1 - beta1));
  const keepSecond = f32x4.splat(<f32>beta2);
  const takeSecond = f32x4.splat(<f32>(1 - beta2));
  const correction1 = f32x4.splat(<f32>(1 / (1 - <f64>load<f32>(beta1Power))));
  const correction2 = f32x4.splat(<f32>(1 / (1 - <f64>load<f32>(beta2Power))));
  const step = v128.load32_splat(rate);
  const guard = f32x4.splat(epsilon);
  const shrink = f32x4.splat(decay);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(keepFirst, v128.load(first + i)), f32x4.mul(takeFirst, g));
    const v = f32x4.add(f32x4.mul(keepSecond, v128.load(second + i)), f32x4.mul(takeSecond, f32x4.mul(g, g)));
    const direction = f32x4.div(f32x4.mul(m, correction1), f32x4.add(f32x4.sqrt(f32x4.mul(v, correction2)), guard));
    v128.store(newFirst + i, m);
    v128.store(newSecond + i, v);
    const x = v128.load(value + i);
    v128.store(newValue + i, f32x4.sub(x, f32x4.mul(step, f32x4.add(direction, f32x4.mul(shrink, x)))));
  }
}

/**
 * RMSProp (Tieleman & Hinton 2012). v' = decay v + (1 - decay) g^2; d = g / (sqrt(v') + epsilon); value' = value - rate d. With a velocity
 * (its address, else 0): u' = momentum u + d; value' = value - rate u'.
 */
export function rmsProp(
  value: usize, gradient: usize, second: usize, velocity: usize, newValue: usize, newSecond: usize, newVelocity: usize, n: i32,
  rate: usize, decay: f64, momentum: f32, epsilon: f32,
): void {
  const keep = f32x4.splat(<f32>decay);
  const take = f32x4.splat(<f32>(1 - decay));
  const carry = f32x4.splat(momentum);
  const step = v128.load32_splat(rate);
  const guard = f32x4.splat(epsilon);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const g = v128.load(gradient + i);
    const v = f32x4.add(f32x4.mul(keep, v128.load(second + i)), f32x4.mul(take, f32x4.mul(g, g)));
    let change = f32x4.div(g, f32x4.add(f32x4.sqrt(v), guard));
    if (velocity) {
      change = f32x4.add(f32x4.mul(carry, v128.load(velocity + i)), change);
      v128.store(newVelocity + i, change);
    }
    v128.store(newSecond + i, v);
    v128.store(newValue + i, f32x4.sub(v128.load(value + i), f32x4.mul(step, change)));
  }
}

/**
 * Gradient descent: value' = value - rate g. With a velocity (its address, else 0): u' = momentum u + g and value' = value - rate u', or,
 * looking ahead, value - rate (g + momentum u').
 */
export function gradientDescent(
  value: usize, gradient: usize, velocity: usize, newValue: usize, newVelocity: usize, n: i32, rate: usize, momentum: f32, ahead: i32,
): void {
  const carry = f32x4.splat(momentum);
  const step = v128.load32_splat(rate);
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const g = v128.load(gradient + i);
    let change = g;
    if (velocity) {
      const u = f32x4.add(f32x4.mul(carry, v128.load(velocity + i)), g);
      v128.store(newVelocity + i, u);
      change = ahead ? f32x4.add(g, f32x4.mul(carry, u)) : u;
    }
    v128.store(newValue + i, f32x4.sub(v128.load(value + i), f32x4.mul(step, change)));
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
