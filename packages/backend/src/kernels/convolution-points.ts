import type { GenlabBackend } from '../genlab-backend.js';
import { type PlannedConvolution, PointMaps } from './convolution-maps.js';
import { padForPatches, patchBorder } from './convolution-patches.js';
import { PointImages, pointOf } from './convolution-tiles.js';
import { line, multiply, type PackedColumns, type PlaceTable, packColumns, tabulate } from './matmul-product.js';

/** The tensors of a convolution, in bytes: two are read, one is written. */
export interface Pointers {
  readonly x: number;
  readonly filter: number;
  readonly y: number;
}

/** Floats at points of a group of images. More than fit into L2, since the filter at points is read once a group and is large itself. */
const GROUP_FLOATS = 2 ** 19;

/** Images in a group: all groups but the last have as many, and it has hardly fewer. */
function groupOf({ info: { batchSize }, plan: { y, x, inputs, outputs } }: PlannedConvolution): number {
  const most = Math.max(1, Math.floor(GROUP_FLOATS / (y.total * x.total * Math.max(inputs, outputs))));
  return Math.ceil(batchSize / Math.ceil(batchSize / most));
}

/** Multiplications by four of one image. */
function workOf({ plan: { y, x, inputs, outputs } }: PlannedConvolution): number {
  return (y.total * x.total * inputs * outputs) / 4;
}

/** Computes y from x and the filter. */
export function convolveByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const maps = new PointMaps(backend, convolution);
  const filter = maps.filterToPoints('outputs', pointers.filter);
  const group = groupOf(convolution);
  const images = padForPatches(backend, pointers.x, info, group);
  backend.inParts(info.batchSize, { work: workOf(convolution) }, (start, size) => {
    const atX = new PointImages(backend, plan, plan.inputs, Math.min(group, size));
    const atY = new PointImages(backend, plan, plan.outputs, Math.min(group, size));
    images.forEachGroup(start, size, (first, count, pointer) => {
      maps.inputs('to points', count, { pointer, ...images.strides }, atX);
      multiplyPoints(backend, convolution, count, atX, filter, atY);
      maps.outputs('from points', first, count, pointers.y, atY);
    });
  });
}

/** Computes the gradient of x, from that of y and the filter. */
export function inputGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const { batchSize, inHeight, inWidth, inChannels: pixel } = info;
  const maps = new PointMaps(backend, convolution);
  const filter = maps.filterToPoints('inputs', pointers.filter);
  const { top, bottom, left, right } = patchBorder(info);
  const row = (left + inWidth + right) * pixel;
  const image = (top + inHeight + bottom) * row;
  const dxRow = inWidth * pixel;
  const dxImage = inHeight * dxRow;
  backend.inParts(batchSize, { work: workOf(convolution) }, (start, size) => {
    const { exports } = backend;
    const group = Math.min(groupOf(convolution), size);
    const atX = new PointImages(backend, plan, plan.inputs, group);
    const atY = new PointImages(backend, plan, plan.outputs, group);
    const bordered = { pointer: backend.scratch(group * image * 4), image, row, pixel };
    const inside = bordered.pointer + (top * row + left * pixel) * 4;
    for (let first = start; first < start + size; first += group) {
      const count = Math.min(group, start + size - first);
      maps.outputs('to points', first, count, pointers.y, atY);
      multiplyPoints(backend, convolution, count, atY, filter, atX);
      exports.writeZeros(bordered.pointer, count * image * 4);
      maps.inputs('from points', count, bordered, atX);
      exports.copyImages(pointers.x + first * dxImage * 4, dxImage, dxRow, inside, image, row, count, inHeight, dxRow);
    }
  });
}

/** Computes the gradient of the filter, from x and the gradient of y. */
export function filterGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const { inputs, outputs } = plan;
  const maps = new PointMaps(backend, convolution);
  const group = groupOf(convolution);
  const atX = new PointImages(backend, plan, inputs, group);
  const atY = new PointImages(backend, plan, outputs, group);
  const points = plan.y.points * plan.x.points;
  const sums = backend.scratch(points * inputs * outputs * 4); // [y points, x points, inputs, outputs]
  const lanes = tabulate(backend, line(inputs, 1));
  const columns = tabulate(backend, line(outputs, 1));
  const rows = tabulate(backend, line(inputs, outputs));
  const packedBytes = backend.exports.packedColumnsBytes(outputs, group * plan.y.tiles.length * plan.x.tiles.length);
  const images = padForPatches(backend, pointers.x, info, group);
  images.forEachGroup(0, info.batchSize, (first, count, pointer) => {
    backend.inParts(count, { work: 2 * (atX.image + atY.image) }, (start, size) => {
      maps.inputs('to points', size, { ...images.strides, pointer: pointer + start * images.strides.image * 4 }, atX, start);
      maps.outputs('to points', first + start, size, pointers.y, atY, start);
    });
    const work = (count * plan.y.total * plan.x.total * inputs * outputs) / 4 / points;
    backend.inParts(points, { work }, (start, size) => {
      const packed = backend.scratch(packedBytes);
      for (let index = start; index < start + size; index++) {
        const at = pointOf(plan, index);
        const a = atX.point(...at);
        const b = atY.point(...at);
        const firsts = (places: PlaceTable) => ({ ...places, count: count * a.perImage });
        const gradient = packColumns(backend, { pointer: b.pointer, lanes: columns, depths: firsts(b.places) }, packed);
        const c = { pointer: sums + index * inputs * outputs * 4, rows };
        multiply(backend, { pointer: a.pointer, lanes, depths: firsts(a.places) }, gradient, c, { accumulate: first > 0 });
      }
    });
  });
  maps.filterFromPoints(sums, pointers.filter);
}

/** Multiplies the values of so many images at each point with the filter there. */
function multiplyPoints(
  backend: GenlabBackend,
  { plan }: PlannedConvolution,
  count: number,
  from: PointImages,
  filter: readonly PackedColumns[],
  to: PointImages,
): void {
  const depths = tabulate(backend, line(from.channels, 1));
  for (const [index, packed] of filter.entries()) {
    const at = pointOf(plan, index);
    const a = from.point(...at);
    const c = to.point(...at);
    const rows = count * a.perImage;
    multiply(backend, { pointer: a.pointer, lanes: a.places, depths }, packed, { pointer: c.pointer, rows: c.places }, { rows });
  }
}
