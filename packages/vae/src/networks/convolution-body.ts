import { config, describe, expected } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { bodyMembers, count, sizes } from '../option-readers.js';
import type { Body, BodyOptions, DataShape } from './body.js';
import { activate, apply } from './layers.js';

/** Options of {@link conv1dBody} and {@link conv2dBody}. */
export interface ConvolutionBodyOptions extends BodyOptions {
  /** Channels after each convolution of the encoder; the decoder has them the other way round. [32, 64, 128] */
  readonly filters?: readonly number[];
  /** Stride of each convolution; 1 for the first and 2 for the others. */
  readonly strides?: readonly number[];
  /** Taps of a kernel along each axis; 3. Padded by half of it, rounded down, at both ends. */
  readonly kernelSize?: number;
}

/** Reads options of {@link conv1dBody} and {@link conv2dBody}. */
export const convolutionBodyOptions = config.record<ConvolutionBodyOptions>({
  filters: config.optional(sizes),
  strides: config.optional(sizes),
  kernelSize: config.optional(count),
  ...bodyMembers,
});

/**
 * Convolutions along one axis, for data [length, channels]; the decoder has a dense layer and transposed convolutions.
 *
 * A convolution along one axis is one over an image of height 1, and is built as one.
 *
 * @throws RangeError or TypeError if an option is wrong; the networks say so if the data is of another rank or too short.
 *
 * @example
 * ```ts
 * import { conv1dBody, HierarchicalDecoder } from '@genlab/vae';
 *
 * const body = conv1dBody({ filters: [32, 64, 128], strides: [1, 2, 2] }); // 16 -> 16 -> 8 -> 4 steps, and back
 * const decoder = new HierarchicalDecoder({ dataShape: [16, 9], latentDims: [4, 12], body });
 * ```
 */
export function conv1dBody(options: ConvolutionBodyOptions = {}): Body {
  return convolutionBody('conv1dBody', 1, options);
}

/**
 * Convolutions over images, for data [height, width, channels]; the decoder has a dense layer and transposed convolutions.
 * @throws RangeError or TypeError if an option is wrong; the networks say so if the data is of another rank or too small.
 *
 * @example
 * ```ts
 * import { conv2dBody, HierarchicalEncoder } from '@genlab/vae';
 *
 * const body = conv2dBody({ filters: [16, 32], strides: [2, 2] }); // 28 -> 14 -> 7 pixels a side
 * const encoder = new HierarchicalEncoder({ dataShape: [28, 28, 1], latentDims: [4, 12], body });
 * encoder.dispose();
 * ```
 */
export function conv2dBody(options: ConvolutionBodyOptions = {}): Body {
  return convolutionBody('conv2dBody', 2, options);
}

interface Axis {
  readonly taps: number;
  readonly padding: number;
  readonly stride: number;
  /** Before and after the convolution. */
  readonly sizes: readonly [number, number];
}

interface Convolution {
  readonly name: string;
  readonly channels: readonly [number, number];
  readonly axes: readonly [Axis, Axis];
}

function convolutionBody(where: string, rank: 1 | 2, given: ConvolutionBodyOptions): Body {
  const { filters = [32, 64, 128], kernelSize = 3, ...options } = convolutionBodyOptions(given, where);
  const { strides = filters.map((_, i) => (i === 0 ? 1 : 2)), ...rest } = options;
  if (strides.length !== filters.length)
    throw new RangeError(expected(where, `a stride for each of ${filters.length} filters`, strides.length));
  const padding = Math.floor((kernelSize - 1) / 2);
  const wide = Math.max(...strides);
  if (wide > kernelSize)
    throw new RangeError(expected(where, 'strides no wider than the kernel', wide, 'Some of the data would be skipped.'));

  const imageShape = (dataShape: DataShape): [number, number, number] => {
    const what = rank === 1 ? 'dataShape to be [length, channels]' : 'dataShape to be [height, width, channels]';
    if (dataShape.length !== rank + 1) throw new RangeError(expected(where, what, dataShape));
    return [...(rank === 1 ? [1] : []), ...dataShape] as [number, number, number];
  };

  const plan = (dataShape: DataShape): Convolution[] => {
    const [height, width, channels] = imageShape(dataShape);
    let [size, from] = [[height, width] as [number, number], channels];
    return filters.map((to, i) => {
      const axes = size.map((before, axis): Axis => {
        if (rank === 1 && axis === 0) return { taps: 1, padding: 0, stride: 1, sizes: [1, 1] };
        const stride = strides[i] as number;
        const after = Math.floor((before + 2 * padding - kernelSize) / stride) + 1;
        if (after < 1)
          throw new RangeError(expected(where, `data that ${filters.length} convolutions fit in`, dataShape, 'Shorten filters.'));
        const left = before - ((after - 1) * stride + kernelSize - 2 * padding); // what the stride does not reach
        if (left > padding) {
          const hint = `A stride of ${stride} leaves ${left} over at the end; another kernelSize or size of the data would do.`;
          throw new RangeError(expected(where, 'sizes that a transposed convolution can reach', before, hint));
        }
        return { taps: kernelSize, padding, stride, sizes: [before, after] };
      }) as [Axis, Axis];
      const convolution: Convolution = { name: `convolution${i + 1}`, channels: [from, to], axes };
      size = [axes[0].sizes[1], axes[1].sizes[1]];
      from = to;
      return convolution;
    });
  };

  return {
    config: describe({ name: where, filters, strides, kernelSize, ...rest }),
    encoder(dataShape) {
      const input = tfl.input({ shape: [...dataShape], name: 'data' });
      let x = rank === 1 ? apply(tfl.layers.reshape({ targetShape: imageShape(dataShape), name: 'image' }), input) : input;
      for (const convolution of plan(dataShape)) x = activate(convolve(x, convolution), convolution.name, rest);
      return tfl.model({ inputs: input, outputs: apply(tfl.layers.flatten({ name: 'features' }), x), name: 'encoder' });
    },
    decoder(width, dataShape) {
      const input = tfl.input({ shape: [width], name: 'path' });
      const convolutions = plan(dataShape);
      const coarsest = convolutions.at(-1) as Convolution;
      const map = [...coarsest.axes.map(({ sizes }) => sizes[1]), coarsest.channels[1]];
      const units = map.reduce((product, size) => product * size, 1);
      let x = activate(apply(tfl.layers.dense({ units, name: 'project' }), input), 'project', rest);
      x = apply(tfl.layers.reshape({ targetShape: map, name: 'map' }), x);
      for (const [i, convolution] of [...convolutions].reverse().entries()) {
        const last = i === convolutions.length - 1;
        x = transpose(x, convolution);
        if (!last) x = activate(x, `transposed_${convolution.name}`, rest);
      }
      if (rank === 1) x = apply(tfl.layers.reshape({ targetShape: [...dataShape], name: 'data' }), x);
      return tfl.model({ inputs: input, outputs: x, name: 'decoder' });
    },
  };
}

type Pair = [number, number];
const pairOf = (axes: readonly [Axis, Axis], of: (axis: Axis) => number): Pair => [of(axes[0]), of(axes[1])];

function convolve(x: tfl.SymbolicTensor, { name, channels, axes }: Convolution): tfl.SymbolicTensor {
  const padding = axes.map((axis): Pair => [axis.padding, axis.padding]) as unknown as Pair; // its type allows one pair alone
  const padded = axes.some((axis) => axis.padding > 0) ? apply(tfl.layers.zeroPadding2d({ padding, name: `${name}_pad` }), x) : x;
  const [kernelSize, strides] = [pairOf(axes, ({ taps }) => taps), pairOf(axes, ({ stride }) => stride)];
  return apply(tfl.layers.conv2d({ filters: channels[1], kernelSize, strides, padding: 'valid', name }), padded);
}

/** The transposed convolution without padding is longer than the data was: the padding is cut off at the start, and the rest at the end. */
function transpose(x: tfl.SymbolicTensor, { name, channels, axes }: Convolution): tfl.SymbolicTensor {
  const [kernelSize, strides] = [pairOf(axes, ({ taps }) => taps), pairOf(axes, ({ stride }) => stride)];
  const long = apply(
    tfl.layers.conv2dTranspose({ filters: channels[0], kernelSize, strides, padding: 'valid', name: `transposed_${name}` }),
    x,
  );
  const cropping = axes.map(({ taps, padding, stride, sizes }): Pair => {
    const whole = (sizes[1] - 1) * stride + taps;
    return [padding, whole - padding - sizes[0]];
  }) as [Pair, Pair];
  return cropping.flat().some((cut) => cut > 0) ? apply(tfl.layers.cropping2D({ cropping, name: `transposed_${name}_crop` }), long) : long;
}
