import type { GenlabBackend } from '../genlab-backend.js';
import { groupSize } from './convolution-images.js';
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

/** Floats at points of a group of images, at most: memory against how often a thread comes back to the filter at a point. */
const GROUP_FLOATS = 2 ** 21;

/** As GROUP_FLOATS, of the filter's gradient. The groups' products are summed, so that this decides the last bits. */
const SUMMED_GROUP_FLOATS = 2 ** 19;

/** More parts than other work is cut into: they are of two sizes or three, and nothing is made ready for a part. */
const PARTS_PER_THREAD = 12;

/** Images of a batch, whose values at points are there at once. */
interface Group {
  readonly first: number;
  readonly count: number;
}

/** The groups of a batch: all but the last have as many images, and it has hardly fewer. */
function groupsOf({ info: { batchSize }, plan: { y, x, inputs, outputs } }: PlannedConvolution, floats: number): Group[] {
  const most = Math.max(1, Math.floor(floats / (y.total * x.total * Math.max(inputs, outputs))));
  const size = Math.ceil(batchSize / Math.ceil(batchSize / most));
  return Array.from({ length: Math.ceil(batchSize / size) }, (_, i) => {
    return { first: i * size, count: Math.min(size, batchSize - i * size) };
  });
}

/** The values of a group of images at points, of the input and of the output. */
function imagesAtPoints(backend: GenlabBackend, { plan }: PlannedConvolution, [largest]: readonly Group[]) {
  const count = largest?.count ?? 0;
  return { atX: new PointImages(backend, plan, plan.inputs, count), atY: new PointImages(backend, plan, plan.outputs, count) };
}

/** Images of the input at a time that get a border or lose it: to stay in L2 until they are mapped. */
function imagesInCache({ batchSize, inHeight, inWidth, inChannels }: PlannedConvolution['info']): number {
  return groupSize(inHeight * inWidth * inChannels, 1, batchSize);
}

/** Computes y from x and the filter. */
export function convolveByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const maps = new PointMaps(backend, convolution);
  const filter = maps.filterToPoints('outputs', pointers.filter);
  const groups = groupsOf(convolution, GROUP_FLOATS);
  const { atX, atY } = imagesAtPoints(backend, convolution, groups);
  for (const group of groups) {
    inputsToPoints(backend, convolution, group, pointers.x, atX);
    multiplyPoints(backend, convolution, group.count, atX, filter, atY);
    backend.inParts(group.count, { work: atY.image, partsPerThread: PARTS_PER_THREAD }, (start, size) =>
      maps.outputs('from points', group.first + start, size, pointers.y, atY, start),
    );
  }
}

/** Computes the gradient of x, from that of y and the filter. */
export function inputGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const maps = new PointMaps(backend, convolution);
  const filter = maps.filterToPoints('inputs', pointers.filter);
  const groups = groupsOf(convolution, GROUP_FLOATS);
  const { atX, atY } = imagesAtPoints(backend, convolution, groups);
  for (const group of groups) {
    outputsToPoints(backend, convolution, group, pointers.y, atY);
    multiplyPoints(backend, convolution, group.count, atY, filter, atX);
    inputsFromPoints(backend, convolution, group, atX, pointers.x);
  }
}

/** Computes the gradient of the filter, from x and the gradient of y. */
export function filterGradientByPoints(backend: GenlabBackend, convolution: PlannedConvolution, pointers: Pointers): void {
  const { plan } = convolution;
  const { inputs, outputs } = plan;
  const maps = new PointMaps(backend, convolution);
  const groups = groupsOf(convolution, SUMMED_GROUP_FLOATS);
  const { atX, atY } = imagesAtPoints(backend, convolution, groups);
  const points = plan.y.points * plan.x.points;
  const sums = backend.scratch(points * inputs * outputs * 4); // [y points, x points, inputs, outputs]
  const lanes = tabulate(backend, line(inputs, 1));
  const columns = tabulate(backend, line(outputs, 1));
  const rows = tabulate(backend, line(inputs, outputs));
  const packedBytes = backend.exports.packedColumnsBytes(outputs, (groups[0]?.count ?? 0) * plan.y.tiles.length * plan.x.tiles.length);
  for (const group of groups) {
    inputsToPoints(backend, convolution, group, pointers.x, atX);
    outputsToPoints(backend, convolution, group, pointers.y, atY);
    overPoints(backend, convolution, group.count, (start, size) => {
      const packed = backend.scratch(packedBytes);
      for (let index = start; index < start + size; index++) {
        const at = pointOf(plan, index);
        const a = atX.point(...at);
        const b = atY.point(...at);
        const firsts = (places: PlaceTable) => ({ ...places, count: group.count * a.perImage });
        const gradient = packColumns(backend, { pointer: b.pointer, lanes: columns, depths: firsts(b.places) }, packed);
        const c = { pointer: sums + index * inputs * outputs * 4, rows };
        multiply(backend, { pointer: a.pointer, lanes, depths: firsts(a.places) }, gradient, c, { accumulate: group.first > 0 });
      }
    });
  }
  maps.filterFromPoints(sums, pointers.filter);
}

/** Brings a group of inputs to points. */
function inputsToPoints(backend: GenlabBackend, convolution: PlannedConvolution, group: Group, pointer: number, atX: PointImages): void {
  const { info } = convolution;
  const maps = new PointMaps(backend, convolution);
  const images = padForPatches(backend, pointer, info, imagesInCache(info));
  backend.inParts(group.count, { work: 2 * atX.image, partsPerThread: PARTS_PER_THREAD }, (start, size) =>
    images.forEachGroup(group.first + start, size, (first, count, bordered) =>
      maps.inputs('to points', count, { ...images.strides, pointer: bordered }, atX, first - group.first),
    ),
  );
}

/** Brings a group of outputs to points. */
function outputsToPoints(backend: GenlabBackend, convolution: PlannedConvolution, group: Group, pointer: number, atY: PointImages): void {
  const maps = new PointMaps(backend, convolution);
  backend.inParts(group.count, { work: atY.image, partsPerThread: PARTS_PER_THREAD }, (start, size) =>
    maps.outputs('to points', group.first + start, size, pointer, atY, start),
  );
}

/** Makes a group of inputs of their values at points. Tiles overlap, and reach into a border. */
function inputsFromPoints(backend: GenlabBackend, convolution: PlannedConvolution, group: Group, atX: PointImages, pointer: number): void {
  const { info } = convolution;
  const { inHeight, inWidth, inChannels: pixel } = info;
  const maps = new PointMaps(backend, convolution);
  const { top, bottom, left, right } = patchBorder(info);
  const row = (left + inWidth + right) * pixel;
  const image = (top + inHeight + bottom) * row;
  const dxRow = inWidth * pixel;
  const dxImage = inHeight * dxRow;
  const most = imagesInCache(info);
  backend.inParts(group.count, { work: 2 * atX.image, partsPerThread: PARTS_PER_THREAD }, (start, size) => {
    const { exports } = backend;
    const bordered = { pointer: backend.scratch(Math.min(most, size) * image * 4), image, row, pixel };
    const inside = bordered.pointer + (top * row + left * pixel) * 4;
    for (let first = start; first < start + size; first += most) {
      const count = Math.min(most, start + size - first);
      exports.writeZeros(bordered.pointer, count * image * 4);
      maps.inputs('from points', count, bordered, atX, first);
      const dx = pointer + (group.first + first) * dxImage * 4;
      exports.copyImages(dx, dxImage, dxRow, inside, image, row, count, inHeight, dxRow);
    }
  });
}

/** Multiplies the values of so many images at each point with the filter there. */
function multiplyPoints(
  backend: GenlabBackend,
  convolution: PlannedConvolution,
  count: number,
  from: PointImages,
  filter: readonly PackedColumns[],
  to: PointImages,
): void {
  const depths = tabulate(backend, line(from.channels, 1));
  overPoints(backend, convolution, count, (start, size) => {
    for (let index = start; index < start + size; index++) {
      const at = pointOf(convolution.plan, index);
      const a = from.point(...at);
      const c = to.point(...at);
      const operand = { pointer: a.pointer, lanes: a.places, depths };
      const rows = count * a.perImage;
      multiply(backend, operand, filter[index] as PackedColumns, { pointer: c.pointer, rows: c.places }, { rows });
    }
  });
}

/** Shares out the points of a tile. A thread that has all images at a point reads the filter there once. */
function overPoints(
  backend: GenlabBackend,
  { plan: { y, x, inputs, outputs } }: PlannedConvolution,
  images: number,
  run: (start: number, size: number) => void,
): void {
  const points = y.points * x.points;
  const work = (images * y.total * x.total * inputs * outputs) / 4 / points;
  backend.inParts(points, { work, partsPerThread: PARTS_PER_THREAD }, run);
}
