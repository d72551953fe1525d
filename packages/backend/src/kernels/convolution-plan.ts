import type * as tf from '@tensorflow/tfjs-core';

/** How one axis of the output is cut into tiles. Larger tiles come first, the others are smaller by one. */
export interface AxisPlan {
  readonly stride: number;
  /** Taps of the filter that a phase meets. */
  readonly taps: number;
  readonly tiles: readonly Tile[];
  /** Points of the largest tile. */
  readonly points: number;
  /** Points of all tiles. */
  readonly total: number;
}

/** Outputs of a tile from `start` on, and the points it needs. */
export interface Tile {
  readonly start: number;
  readonly outputs: number;
  readonly points: number;
}

/**
 * A convolution done through points (assembly/convolution-points.ts). With stride s its input falls into s * s phases, which become
 * channels of their own: what is left is a convolution of stride 1 with a filter of 2 or 3 taps along each axis.
 */
export interface PointsPlan {
  readonly y: AxisPlan;
  readonly x: AxisPlan;
  /** Channels of all phases of the input. */
  readonly inputs: number;
  readonly outputs: number;
}

/** Points of a tile, at most. */
const MAX_POINTS = 5;

function planAxis(outputs: number, kernel: number, stride: number): AxisPlan | undefined {
  const taps = kernel / stride;
  if (taps !== 2 && taps !== 3) return undefined;
  const count = Math.ceil(outputs / (MAX_POINTS - taps + 1));
  const size = Math.ceil(outputs / count);
  const large = outputs - (size - 1) * count;
  const tiles = Array.from({ length: count }, (_, i) => {
    const own = i < large ? size : size - 1;
    return { start: i * size - Math.max(0, i - large), outputs: own, points: own + taps - 1 };
  });
  return { stride, taps, tiles, points: size + taps - 1, total: outputs + count * (taps - 1) };
}

/** What moving a float through memory and the maps costs, measured in products at full speed. */
const PRODUCTS_PER_FLOAT = 25;

/** A plan, where the convolution has one and is expected to take less time so than directly. */
export function planPoints(info: tf.backend_util.Conv2DInfo): PointsPlan | undefined {
  const { batchSize, outHeight, outWidth, inChannels, outChannels, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  if (info.dilationHeight * info.dilationWidth > 1 || inChannels % 4 > 0 || outChannels % 4 > 0) return undefined;
  const y = planAxis(outHeight, filterHeight, strideHeight);
  const x = planAxis(outWidth, filterWidth, strideWidth);
  if (!y || !x) return undefined;
  const inputs = strideHeight * strideWidth * inChannels;
  const direct = batchSize * outHeight * outWidth * filterHeight * filterWidth * inChannels * outChannels;
  const products = batchSize * y.total * x.total * inputs * outChannels;
  const floats = batchSize * y.total * x.total * (inputs + outChannels) + y.points * x.points * inputs * outChannels;
  return products + PRODUCTS_PER_FLOAT * floats < direct ? { y, x, inputs, outputs: outChannels } : undefined;
}
