import type { GenlabBackend } from '../genlab-backend.js';
import { groupSize } from './convolution-images.js';
import { type PlannedConvolution, PointMaps } from './convolution-maps.js';
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
  const maps = new PointMaps(backend, convolution);
  inCachedParts(backend, convolution, group, { work: 2 * atX.image }, (start, size) =>
    maps.inputs('to points', group.first + start, size, pointer, atX, start),
  );
}

/** Brings a group of outputs to points. */
function outputsToPoints(backend: GenlabBackend, convolution: PlannedConvolution, group: Group, pointer: number, atY: PointImages): void {
  const maps = new PointMaps(backend, convolution);
  backend.inParts(group.count, { work: atY.image, partsPerThread: PARTS_PER_THREAD }, (start, size) =>
    maps.outputs('to points', group.first + start, size, pointer, atY, start),
  );
}

/** Makes a group of inputs of their values at points. */
function inputsFromPoints(backend: GenlabBackend, convolution: PlannedConvolution, group: Group, atX: PointImages, pointer: number): void {
  const { inHeight, inWidth, inChannels } = convolution.info;
  const bytes = inHeight * inWidth * inChannels * 4;
  const maps = new PointMaps(backend, convolution);
  inCachedParts(backend, convolution, group, { work: 2 * atX.image }, (start, size) => {
    const first = group.first + start;
    backend.exports.writeZeros(pointer + first * bytes, size * bytes);
    maps.inputs('from points', first, size, pointer, atX, start);
  });
}

/** Cuts a group into parts, and those into images that stay in L2 while all their tiles are mapped. */
function inCachedParts(
  backend: GenlabBackend,
  { info }: PlannedConvolution,
  group: Group,
  { work }: { work: number },
  run: (start: number, size: number) => void,
): void {
  const most = groupSize(info.inHeight * info.inWidth * info.inChannels, 1, info.batchSize);
  backend.inParts(group.count, { work, partsPerThread: PARTS_PER_THREAD }, (start, size) => {
    for (let at = start; at < start + size; at += most) run(at, Math.min(most, start + size - at));
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
