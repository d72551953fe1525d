// Normalisation of groups of channels inside of a sample, [samples, positions, channels]: layer norm is that of one position and one group.
// The channels of a group lie together. Sums are in double precision; three passes over a group, which is still in cache after the first.
import { accumulate, highDoubles, keepFirst, lowDoubles, storeFirst } from './vector';

@inline
function horizontal(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** The vector at a byte offset of a group of so many bytes, zero past its end. */
@inline
function loadInside(at: usize, offset: usize, bytes: usize): v128 {
  const value = v128.load(at + offset);
  return offset + 16 <= bytes ? value : keepFirst(value, <i32>(bytes - offset) >> 2, f32x4.splat(0));
}

@inline
function storeInside(at: usize, offset: usize, bytes: usize, value: v128): void {
  if (offset + 16 <= bytes) v128.store(at + offset, value);
  else storeFirst(at + offset, value, <i32>(bytes - offset) >> 2);
}

/** Also writes the mean and the population variance of every group. */
export function groupNorm(
  x: usize, y: usize, mean: usize, variance: usize, samples: i32, positions: i32, channels: i32, groups: i32, scale: usize, offset: usize,
  epsilon: f32,
): void {
  const stride = <usize>channels << 2;
  const bytes = stride / groups;
  const size = <usize>positions * stride;
  const count = <f64>positions * <f64>(channels / groups);
  for (let sample = 0; sample < samples; sample++, x += size, y += size) {
    for (let group: usize = 0; group < stride; group += bytes, mean += 4, variance += 4) {
      let sum = f64x2.splat(0);
      for (let at = x + group, end = at + size; at < end; at += stride) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const value = loadInside(at, i, bytes);
          sum = f64x2.add(sum, f64x2.add(lowDoubles(value), highDoubles(value)));
        }
      }
      const centre = horizontal(sum) / count;
      const middle = f32x4.splat(<f32>centre);
      let squares = f64x2.splat(0);
      for (let at = x + group, end = at + size; at < end; at += stride) {
        for (let i: usize = 0; i < bytes; i += 16) {
          let d = f32x4.sub(v128.load(at + i), middle);
          if (i + 16 > bytes) d = keepFirst(d, <i32>(bytes - i) >> 2, f32x4.splat(0));
          const square = f32x4.mul(d, d);
          squares = f64x2.add(squares, f64x2.add(lowDoubles(square), highDoubles(square)));
        }
      }
      const rounding = <f64><f32>centre - centre; // the squares are around the rounded mean
      const spread = max(0.0, horizontal(squares) / count - rounding * rounding);
      store<f32>(mean, <f32>centre);
      store<f32>(variance, <f32>spread);
      const inverse = f32x4.splat(<f32>(1 / Math.sqrt(spread + <f64>epsilon)));
      for (let at: usize = 0; at < size; at += stride) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const d = f32x4.sub(v128.load(x + group + at + i), middle);
          const factor = f32x4.mul(inverse, v128.load(scale + group + i));
          storeInside(y + group + at, i, bytes, f32x4.add(f32x4.mul(d, factor), v128.load(offset + group + i)));
        }
      }
    }
  }
}

/** `scratch`: two arrays of doubles, one number for each channel and three more. */
export function groupNormGradient(
  dy: usize, x: usize, mean: usize, variance: usize, scale: usize, dx: usize, dScale: usize, dOffset: usize, samples: i32, positions: i32,
  channels: i32, groups: i32, epsilon: f32, scratch: usize,
): void {
  const stride = <usize>channels << 2;
  const bytes = stride / groups;
  const size = <usize>positions * stride;
  const count = <f64>positions * <f64>(channels / groups);
  const sums = scratch;
  const products = scratch + ((<usize>channels + 3) << 3);
  memory.fill(scratch, 0, (<usize>channels + 3) << 4);
  for (let sample = 0; sample < samples; sample++, x += size, dy += size, dx += size) {
    for (let group: usize = 0; group < stride; group += bytes, mean += 4, variance += 4) {
      const middle = v128.load32_splat(mean);
      const inverse = 1 / Math.sqrt(<f64>load<f32>(variance) + <f64>epsilon);
      const slope = f32x4.splat(<f32>inverse);
      let flow = f64x2.splat(0); // of dy scale
      let moment = f64x2.splat(0); // of dy scale z, with z = (x - mean) / deviation
      for (let at: usize = group; at < group + size; at += stride) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const gradient = loadInside(dy + at, i, bytes);
          const z = f32x4.mul(f32x4.sub(v128.load(x + at + i), middle), slope);
          const product = f32x4.mul(gradient, z);
          const masked = i + 16 <= bytes ? product : keepFirst(product, <i32>(bytes - i) >> 2, f32x4.splat(0));
          accumulate(sums + ((group + i) << 1), gradient);
          accumulate(products + ((group + i) << 1), masked);
          const weight = loadInside(scale + group, i, bytes);
          const weighted = f32x4.mul(gradient, weight);
          const moved = f32x4.mul(masked, weight);
          flow = f64x2.add(flow, f64x2.add(lowDoubles(weighted), highDoubles(weighted)));
          moment = f64x2.add(moment, f64x2.add(lowDoubles(moved), highDoubles(moved)));
        }
      }
      const constant = f32x4.splat(<f32>(horizontal(flow) / count));
      const linear = f32x4.splat(<f32>(horizontal(moment) / count));
      for (let at: usize = group; at < group + size; at += stride) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const z = f32x4.mul(f32x4.sub(v128.load(x + at + i), middle), slope);
          const weighted = f32x4.mul(v128.load(dy + at + i), v128.load(scale + group + i));
          const rest = f32x4.sub(f32x4.sub(weighted, constant), f32x4.mul(z, linear));
          storeInside(dx + at, i, bytes, f32x4.mul(rest, slope));
        }
      }
    }
  }
  for (let c: usize = 0; c < stride; c += 4) {
    store<f32>(dOffset + c, <f32>load<f64>(sums + (c << 1)));
    store<f32>(dScale + c, <f32>load<f64>(products + (c << 1)));
  }
}
