import type { GenlabBackend } from '../genlab-backend.js';
import { type PlannedConvolution, PointMaps } from './convolution-maps.js';
import { padForPatches, patchBorder } from './convolution-patches.js';
import { forEachPoint, PointImages } from './convolution-tiles.js';
import { line, multiplier, type PackedColumns, type PlaceTable, packColumns, tabulate } from './matmul-product.js';

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

/** Computes y from x and the filter. */
export function convolveByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const maps = new PointMaps(backend, convolution);
  const group = groupOf(convolution);
  const filter = maps.filterToPoints('outputs', pointers.filter);
  const atX = new PointImages(backend, plan, plan.inputs, group);
  const atY = new PointImages(backend, plan, plan.outputs, group);
  const multiply = pointwise(backend, convolution, atX, filter, atY);
  const images = padForPatches(backend, pointers.x, info, group);
  images.forEachGroup((first, count, pointer) => {
    maps.inputs('to points', count, { pointer, ...images.strides }, atX);
    multiply(count);
    maps.outputs('from points', first, count, pointers.y, atY);
  });
}

/** Computes the gradient of x, from that of y and the filter. */
export function inputGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const { inHeight, inWidth, inChannels: pixel } = info;
  const { exports } = backend;
  const maps = new PointMaps(backend, convolution);
  const group = groupOf(convolution);
  const filter = maps.filterToPoints('inputs', pointers.filter);
  const atX = new PointImages(backend, plan, plan.inputs, group);
  const atY = new PointImages(backend, plan, plan.outputs, group);
  const multiply = pointwise(backend, convolution, atY, filter, atX);
  const { top, bottom, left, right } = patchBorder(info);
  const row = (left + inWidth + right) * pixel;
  const image = (top + inHeight + bottom) * row;
  const bordered = { pointer: backend.scratch(group * image * 4), image, row, pixel };
  const inside = bordered.pointer + (top * row + left * pixel) * 4;
  const dxRow = inWidth * pixel;
  const dxImage = inHeight * dxRow;
  for (let first = 0; first < info.batchSize; first += group) {
    const count = Math.min(group, info.batchSize - first);
    maps.outputs('to points', first, count, pointers.y, atY);
    multiply(count);
    exports.writeZeros(bordered.pointer, count * image * 4);
    maps.inputs('from points', count, bordered, atX);
    exports.copyImages(pointers.x + first * dxImage * 4, dxImage, dxRow, inside, image, row, count, inHeight, dxRow);
  }
}

/** Computes the gradient of the filter, from x and the gradient of y. */
export function filterGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { info, plan } = convolution;
  const { inputs, outputs } = plan;
  const maps = new PointMaps(backend, convolution);
  const multiply = multiplier(backend);
  const group = groupOf(convolution);
  const atX = new PointImages(backend, plan, inputs, group);
  const atY = new PointImages(backend, plan, outputs, group);
  const sums = backend.scratch(plan.y.points * plan.x.points * inputs * outputs * 4); // [y points, x points, inputs, outputs]
  const lanes = tabulate(backend, line(inputs, 1));
  const columns = tabulate(backend, line(outputs, 1));
  const rows = tabulate(backend, line(inputs, outputs));
  const packed = backend.scratch(backend.exports.packedColumnsBytes(outputs, group * plan.y.tiles.length * plan.x.tiles.length));
  const images = padForPatches(backend, pointers.x, info, group);
  images.forEachGroup((first, count, pointer) => {
    maps.inputs('to points', count, { pointer, ...images.strides }, atX);
    maps.outputs('to points', first, count, pointers.y, atY);
    forEachPoint(plan, (y, x, index) => {
      const a = atX.point(y, x);
      const b = atY.point(y, x);
      const firsts = (places: PlaceTable) => ({ ...places, count: count * a.perImage });
      const gradient = packColumns(backend, { pointer: b.pointer, lanes: columns, depths: firsts(b.places) }, packed);
      const c = { pointer: sums + index * inputs * outputs * 4, rows };
      multiply({ pointer: a.pointer, lanes, depths: firsts(a.places) }, gradient, c, first > 0);
    });
  });
  maps.filterFromPoints(sums, pointers.filter);
}

/** A function that multiplies the values of so many images at each point with the filter there. */
function pointwise(
  backend: GenlabBackend,
  { plan }: PlannedConvolution,
  from: PointImages,
  filter: readonly PackedColumns[],
  to: PointImages,
): (count: number) => void {
  const multiply = multiplier(backend);
  const depths = tabulate(backend, line(from.channels, 1));
  return (count) =>
    forEachPoint(plan, (y, x, index) => {
      const a = from.point(y, x);
      const c = to.point(y, x);
      const rows = count * a.perImage;
      multiply(
        { pointer: a.pointer, lanes: a.places, depths },
        filter[index] as PackedColumns,
        { pointer: c.pointer, rows: c.places },
        false,
        rows,
      );
    });
}
