import type * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { padForPatches, patchBorder } from './convolution-patches.js';
import type { PointsPlan } from './convolution-plan.js';
import {
  forEachPhase,
  forEachPoint,
  forEachTile,
  type Grid,
  type MapTiles,
  PointImages,
  type TileSize,
  tileMaps,
} from './convolution-tiles.js';
import { line, multiplier, type PackedColumns, type Places, packColumns, tabulate } from './matmul-product.js';

/** The tensors of a convolution, in bytes: two are read, one is written. */
export interface Pointers {
  readonly x: number;
  readonly filter: number;
  readonly y: number;
}

type Info = tf.backend_util.Conv2DInfo;

/** Floats at points of a group of images. More than fit into L2, since the filter at points is read once a group and is large itself. */
const GROUP_FLOATS = 2 ** 20;

function groupOf({ batchSize }: Info, { y, x, inputs, outputs }: PointsPlan): number {
  return Math.max(1, Math.min(batchSize, Math.floor(GROUP_FLOATS / (y.total * x.total * Math.max(inputs, outputs)))));
}

/** Computes y from x and the filter. */
export function convolveByPoints(backend: GenlabBackend, info: Info, plan: PointsPlan, pointers: Pointers): void {
  const { inputs, outputs } = plan;
  const map = tileMaps(backend);
  const multiply = multiplier(backend);
  const group = groupOf(info, plan);
  const filter = filterAtPoints(backend, info, plan, map, pointers.filter, 'columns are outputs');
  const atX = new PointImages(backend, plan, inputs, group);
  const atY = new PointImages(backend, plan, outputs, group);
  const depths = tabulate(backend, line(inputs, 1));
  const images = padForPatches(backend, pointers.x, info, group);
  images.forEachGroup((first, count, pointer) => {
    mapInputs('interpolateTransposed', map, info, plan, count, { pointer, ...images.strides }, atX);
    forEachPoint(plan, (y, x, index) => {
      const from = atX.point(y, x);
      const to = atY.point(y, x);
      const a = { pointer: from.pointer, lanes: from.places, depths };
      multiply(a, filter[index] as PackedColumns, { pointer: to.pointer, rows: to.places }, false, count * from.perImage);
    });
    mapOutputs('evaluateTransposed', map, info, plan, first, count, pointers.y, atY);
  });
}

/** Computes the gradient of x, from that of y and the filter. */
export function inputGradientByPoints(backend: GenlabBackend, info: Info, plan: PointsPlan, pointers: Pointers): void {
  const { inHeight: height, inWidth: width, inChannels: channels } = info;
  const { exports } = backend;
  const map = tileMaps(backend);
  const multiply = multiplier(backend);
  const group = groupOf(info, plan);
  const filter = filterAtPoints(backend, info, plan, map, pointers.filter, 'columns are inputs');
  const atX = new PointImages(backend, plan, plan.inputs, group);
  const atY = new PointImages(backend, plan, plan.outputs, group);
  const depths = tabulate(backend, line(plan.outputs, 1));
  const { top, bottom, left, right } = patchBorder(info);
  const row = (left + width + right) * channels;
  const image = (top + height + bottom) * row;
  const padded = backend.scratch(group * image * 4);
  const floats = width * channels;
  for (let first = 0; first < info.batchSize; first += group) {
    const count = Math.min(group, info.batchSize - first);
    mapOutputs('evaluate', map, info, plan, first, count, pointers.y, atY);
    forEachPoint(plan, (y, x, index) => {
      const from = atY.point(y, x);
      const to = atX.point(y, x);
      const a = { pointer: from.pointer, lanes: from.places, depths };
      multiply(a, filter[index] as PackedColumns, { pointer: to.pointer, rows: to.places }, false, count * from.perImage);
    });
    exports.writeZeros(padded, count * image * 4);
    mapInputs('interpolate', map, info, plan, count, { pointer: padded, image, row, pixel: channels }, atX);
    const from = padded + (top * row + left * channels) * 4;
    exports.copyImages(pointers.x + first * height * floats * 4, height * floats, floats, from, image, row, count, height, floats);
  }
}

/** Computes the gradient of the filter, from x and the gradient of y. */
export function filterGradientByPoints(backend: GenlabBackend, info: Info, plan: PointsPlan, pointers: Pointers): void {
  const { inputs, outputs, y: axisY, x: axisX } = plan;
  const map = tileMaps(backend);
  const multiply = multiplier(backend);
  const group = groupOf(info, plan);
  const atX = new PointImages(backend, plan, inputs, group);
  const atY = new PointImages(backend, plan, outputs, group);
  const sums = backend.scratch(axisY.points * axisX.points * inputs * outputs * 4); // [y points, x points, inputs, outputs]
  const lanes = tabulate(backend, line(inputs, 1));
  const columns = tabulate(backend, line(outputs, 1));
  const rows = tabulate(backend, line(inputs, outputs));
  const packed = backend.scratch(backend.exports.packedColumnsBytes(outputs, group * axisY.tiles.length * axisX.tiles.length));
  const images = padForPatches(backend, pointers.x, info, group);
  images.forEachGroup((first, count, pointer) => {
    mapInputs('interpolateTransposed', map, info, plan, count, { pointer, ...images.strides }, atX);
    mapOutputs('evaluate', map, info, plan, first, count, pointers.y, atY);
    forEachPoint(plan, (y, x, index) => {
      const a = atX.point(y, x);
      const b = atY.point(y, x);
      const depth = count * a.perImage;
      const gradient = packColumns(backend, { pointer: b.pointer, lanes: columns, depths: { ...b.places, count: depth } }, packed);
      const c = { pointer: sums + index * inputs * outputs * 4, rows };
      multiply({ pointer: a.pointer, lanes, depths: { ...a.places, count: depth } }, gradient, c, first > 0);
    });
  });
  const floats = info.inChannels * outputs;
  forEachPhase(plan, (y, x, phase) => {
    const from = { pointer: sums + phase * floats * 4, row: axisX.points * inputs * outputs, column: inputs * outputs };
    map('evaluateTransposed', filterSize(plan), 1, floats, from, tapsOfPhase(info, plan, y, x, pointers.filter));
  });
}

function filterSize({ y, x }: PointsPlan): TileSize {
  return { coefficients: [y.taps, x.taps], points: [y.points, x.points] };
}

/** The taps of the filter that a phase meets: runs of [channels, outputs]. */
function tapsOfPhase(
  { inChannels, filterWidth }: Info,
  { y, x, outputs }: PointsPlan,
  phaseY: number,
  phaseX: number,
  pointer: number,
): Grid {
  const tap = inChannels * outputs;
  return { pointer: pointer + (phaseY * filterWidth + phaseX) * tap * 4, row: y.stride * filterWidth * tap, column: x.stride * tap };
}

/** The filter at each point, packed. The maps work value by value, so that taps are packed first and no value at a point is moved again. */
function filterAtPoints(
  backend: GenlabBackend,
  info: Info,
  plan: PointsPlan,
  map: MapTiles,
  pointer: number,
  columns: 'columns are outputs' | 'columns are inputs',
): PackedColumns[] {
  const { exports } = backend;
  const { y, x, outputs } = plan;
  const { row, column } = tapsOfPhase(info, plan, 0, 0, pointer);
  const places: Places = {
    counts: [y.stride, x.stride, info.inChannels],
    strides: [info.filterWidth * info.inChannels * outputs, info.inChannels * outputs, outputs],
  };
  const inputPlaces = tabulate(backend, places);
  const outputPlaces = tabulate(backend, line(outputs, 1));
  const [lanes, depths] = columns === 'columns are outputs' ? [outputPlaces, inputPlaces] : [inputPlaces, outputPlaces];
  const bytes = exports.packedColumnsBytes(lanes.count, depths.count);
  const taps = backend.scratch(y.taps * x.taps * bytes);
  for (let i = 0; i < y.taps * x.taps; i++) {
    const tap = pointer + (Math.floor(i / x.taps) * row + (i % x.taps) * column) * 4;
    packColumns(backend, { pointer: tap, lanes, depths }, taps + i * bytes);
  }
  const points = backend.scratch(y.points * x.points * bytes);
  const floats = bytes / 4;
  const from = { pointer: taps, row: x.taps * floats, column: floats };
  map('evaluate', filterSize(plan), 1, floats, from, { pointer: points, row: x.points * floats, column: floats });
  return Array.from({ length: y.points * x.points }, (_, i) => ({
    pointer: points + i * bytes,
    columns: lanes.count,
    depth: depths.count,
  }));
}

/** Maps between a group of padded images and their points, phase by phase. */
function mapInputs(
  kind: 'interpolate' | 'interpolateTransposed',
  map: MapTiles,
  { inChannels }: Info,
  plan: PointsPlan,
  count: number,
  images: { pointer: number; image: number; row: number; pixel: number },
  atX: PointImages,
): void {
  const { y, x } = plan;
  forEachTile(plan, (indices, [tileY, tileX]) => {
    const points = atX.tile(...indices);
    const size: TileSize = { coefficients: [tileY.points, tileX.points], points: [tileY.points, tileX.points] };
    forEachPhase(plan, (phaseY, phaseX, phase) => {
      const place = (tileY.start * y.stride + phaseY) * images.row + (tileX.start * x.stride + phaseX) * images.pixel;
      const pixels = {
        pointer: images.pointer + place * 4,
        image: images.image,
        row: y.stride * images.row,
        column: x.stride * images.pixel,
      };
      const values = { ...points, pointer: points.pointer + phase * inChannels * 4 };
      if (kind === 'interpolate') map(kind, size, count, inChannels, values, pixels);
      else map(kind, size, count, inChannels, pixels, values);
    });
  });
}

/** Maps between a group of images of y and their points. */
function mapOutputs(
  kind: 'evaluate' | 'evaluateTransposed',
  map: MapTiles,
  { outHeight, outWidth, outChannels }: Info,
  plan: PointsPlan,
  first: number,
  count: number,
  pointer: number,
  atY: PointImages,
): void {
  const row = outWidth * outChannels;
  const image = outHeight * row;
  forEachTile(plan, (indices, [tileY, tileX]) => {
    const points = atY.tile(...indices);
    const size: TileSize = { coefficients: [tileY.outputs, tileX.outputs], points: [tileY.points, tileX.points] };
    const place = first * image + tileY.start * row + tileX.start * outChannels;
    const pixels = { pointer: pointer + place * 4, image, row, column: outChannels };
    if (kind === 'evaluate') map(kind, size, count, outChannels, pixels, points);
    else map(kind, size, count, outChannels, points, pixels);
  });
}
