// Softmax along rows of `columns` floats.
import { FloatMath } from './float-math';
import { maximumRows } from './reduce';
import { highDoubles, keepFirst, lowDoubles, storeFirst } from './vector';

export function softmax(x: usize, y: usize, rows: i32, columns: i32, scratch: usize): void {
  const tail = columns & 3;
  for (let row = 0; row < rows; row++) {
    maximumRows(x, scratch, 1, columns);
    const largest = v128.load32_splat(scratch);
    const end = x + (<usize>columns << 2);
    const start = y;
    let sum = f64x2.splat(0);
    for (; x + 16 <= end; x += 16, y += 16) {
      const value = FloatMath.exp(f32x4.sub(v128.load(x), largest));
      v128.store(y, value);
      sum = f64x2.add(sum, f64x2.add(lowDoubles(value), highDoubles(value)));
    }
    if (tail) {
      const value = keepFirst(FloatMath.exp(f32x4.sub(v128.load(x), largest)), tail, f32x4.splat(0));
      storeFirst(y, value, tail);
      sum = f64x2.add(sum, f64x2.add(lowDoubles(value), highDoubles(value)));
    }
    const total = f32x4.splat(<f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
    const wholeEnd = start + ((<usize>columns & ~3) << 2);
    for (y = start; y < wholeEnd; y += 16) v128.store(y, f32x4.div(v128.load(y), total));
    if (tail) storeFirst(y, f32x4.div(v128.load(y), total), tail);
    x = end;
    y = start + (<usize>columns << 2);
  }
}
