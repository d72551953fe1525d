import type * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { PointsPlan } from './convolution-plan.js';
import { forEachTile, type Grid, type MapTiles, type PointImages, type TileSize, tileMaps } from './convolution-tiles.js';
import { line, type PackedColumns, packColumns, tabulate } from './matmul-product.js';

/** A convolution with a plan. */
export interface PlannedConvolution {
  readonly info: tf.backend_util.Conv2DInfo;
  readonly plan: PointsPlan;
}

/** Floats that the maps go over at once (assembly/convolution-points.ts). */
const RUN = 128;

/** Which of so many pixels, from one on and so far apart, lie inside of an axis. */
function insideOf(size: number, first: number, stride: number, count: number): [first: number, end: number] {
  const from = Math.min(count, Math.max(0, Math.ceil(-first / stride)));
  return [from, Math.max(from, Math.min(count, Math.ceil((size - first) / stride)))];
}

/** Brings the three tensors of a convolution to points, and back. */
export class PointMaps {
  private readonly map: MapTiles;
  private readonly info: tf.backend_util.Conv2DInfo;
  private readonly plan: PointsPlan;

  constructor(
    private readonly backend: GenlabBackend,
    { info, plan }: PlannedConvolution,
  ) {
    this.map = tileMaps(backend);
    this.info = info;
    this.plan = plan;
  }

  /** Images of the input to points, by the transpose of interpolation; or points to images, by interpolation, which adds. */
  inputs(direction: 'to points' | 'from points', first: number, count: number, pointer: number, atX: PointImages, firstAtX = 0): void {
    const { y, x } = this.plan;
    const { inHeight, inWidth, inChannels, padInfo } = this.info;
    const row = inWidth * inChannels;
    const image = inHeight * row;
    forEachTile(this.plan, (indices, [tileY, tileX]) => {
      const points = atX.tile(...indices, firstAtX);
      const size: TileSize = { coefficients: [tileY.points, tileX.points], points: [tileY.points, tileX.points] };
      this.forEachPhase((phaseY, phaseX, phase) => {
        const pixelY = tileY.start * y.stride + phaseY - padInfo.top;
        const pixelX = tileX.start * x.stride + phaseX - padInfo.left;
        const inside = { y: insideOf(inHeight, pixelY, y.stride, tileY.points), x: insideOf(inWidth, pixelX, x.stride, tileX.points) };
        const place = first * image + pixelY * row + pixelX * inChannels;
        // Outside of the image it may lie before all memory, too: WASM adds to it what brings it back.
        const pixels = { pointer: (pointer + place * 4) >>> 0, image, row: y.stride * row, column: x.stride * inChannels };
        const values = { ...points, pointer: points.pointer + phase * inChannels * 4 };
        if (direction === 'to points') this.map('interpolateTransposed', size, count, inChannels, pixels, values, inside);
        else this.map('interpolate', size, count, inChannels, values, pixels, inside);
      });
    });
  }

  /** Images of the output to points, by evaluation; or points to images, by its transpose. */
  outputs(direction: 'to points' | 'from points', first: number, count: number, pointer: number, atY: PointImages, firstAtY = 0): void {
    const { outHeight, outWidth, outChannels } = this.info;
    const row = outWidth * outChannels;
    const image = outHeight * row;
    forEachTile(this.plan, (indices, [tileY, tileX]) => {
      const points = atY.tile(...indices, firstAtY);
      const size: TileSize = { coefficients: [tileY.outputs, tileX.outputs], points: [tileY.points, tileX.points] };
      const place = first * image + tileY.start * row + tileX.start * outChannels;
      const pixels = { pointer: pointer + place * 4, image, row, column: outChannels };
      if (direction === 'to points') this.map('evaluate', size, count, outChannels, pixels, points);
      else this.map('evaluateTransposed', size, count, outChannels, points, pixels);
    });
  }

  /**
   * The filter at each point, packed. The maps work value by value, so the few taps are packed and not the many points.
   *
   * @param columns - What of the filter are the columns: outputs, or inputs of all phases.
   */
  filterToPoints(columns: 'outputs' | 'inputs', pointer: number): PackedColumns[] {
    const { backend, info, plan, size } = this;
    const { y, x, outputs } = plan;
    const { exports } = backend;
    const channel = tabulate(backend, line(outputs, 1));
    const phases = tabulate(backend, {
      counts: [y.stride, x.stride, info.inChannels],
      strides: [info.filterWidth * info.inChannels * outputs, info.inChannels * outputs, outputs],
    });
    const [lanes, depths] = columns === 'outputs' ? [channel, phases] : [phases, channel];
    const bytes = exports.packedColumnsBytes(lanes.count, depths.count);
    const taps = backend.scratch(y.taps * x.taps * bytes);
    const { row, column } = this.taps(0, 0, pointer);
    for (let i = 0; i < y.taps * x.taps; i++) {
      const tap = Math.floor(i / x.taps) * row + (i % x.taps) * column;
      packColumns(backend, { pointer: pointer + tap * 4, lanes, depths }, taps + i * bytes);
    }
    const points = backend.scratch(y.points * x.points * bytes);
    const floats = bytes / 4;
    backend.inParts(floats, { work: y.points * x.points, multipleOf: RUN }, (start, length) => {
      const from = { pointer: taps + start * 4, row: x.taps * floats, column: floats };
      this.map('evaluate', size, 1, length, from, { pointer: points + start * 4, row: x.points * floats, column: floats });
    });
    return Array.from({ length: y.points * x.points }, (_, i) => ({
      pointer: points + i * bytes,
      columns: lanes.count,
      depth: depths.count,
    }));
  }

  /** The filter from sums at points: [y points, x points, inputs of all phases, outputs]. */
  filterFromPoints(sums: number, pointer: number): void {
    const { inputs, outputs, x } = this.plan;
    const floats = this.info.inChannels * outputs;
    this.backend.inParts(floats, { work: this.plan.y.points * x.points, multipleOf: RUN }, (start, length) =>
      this.forEachPhase((phaseY, phaseX, phase) => {
        const from = { pointer: sums + (phase * floats + start) * 4, row: x.points * inputs * outputs, column: inputs * outputs };
        this.map('evaluateTransposed', this.size, 1, length, from, this.taps(phaseY, phaseX, pointer + start * 4));
      }),
    );
  }

  /** Taps and points of the filter. */
  private get size(): TileSize {
    const { y, x } = this.plan;
    return { coefficients: [y.taps, x.taps], points: [y.points, x.points] };
  }

  /** The taps of the filter that a phase meets: runs of [channels, outputs]. */
  private taps(phaseY: number, phaseX: number, pointer: number): Grid {
    const { inChannels, filterWidth } = this.info;
    const { y, x, outputs } = this.plan;
    const tap = inChannels * outputs;
    return { pointer: pointer + (phaseY * filterWidth + phaseX) * tap * 4, row: y.stride * filterWidth * tap, column: x.stride * tap };
  }

  private forEachPhase(callback: (y: number, x: number, index: number) => void): void {
    const { y, x } = this.plan;
    for (let i = 0; i < y.stride * x.stride; i++) callback(Math.floor(i / x.stride), i % x.stride, i);
  }
}
