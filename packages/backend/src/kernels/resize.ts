import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Kernel } from '../kernel.js';
import { kernelWhere } from './kernel-where.js';

interface Attributes {
  alignCorners: boolean;
  halfPixelCenters?: boolean;
}

type Method = 'linear' | 'nearest';

/** Where a row (or column) of the output takes its values from: two rows of the input, and how far it lies between them. */
type Source = [before: number, after: number, part: number];

/** The sources along one axis, by the rules of the tfjs CPU kernels. */
function sourcesOf(method: Method, size: number, outSize: number, { alignCorners, halfPixelCenters }: Attributes): Source[] {
  const corners = alignCorners && outSize > 1 ? 1 : 0;
  const ratio = (size - corners) / (outSize - corners);
  const last = size - 1;
  return Array.from({ length: outSize }, (_, i) => {
    if (method === 'nearest') {
      const place = ratio * (halfPixelCenters ? i + 0.5 : i);
      const nearest = Math.max(0, Math.min(last, alignCorners ? Math.round(place) : Math.floor(place)));
      return [nearest, nearest, 0];
    }
    const place = halfPixelCenters ? ratio * (i + 0.5) - 0.5 : ratio * i;
    const before = Math.max(0, Math.floor(place));
    return [before, Math.max(0, Math.min(last, Math.ceil(place))), place - before];
  });
}

function writeTable(backend: GenlabBackend, sources: readonly Source[]): number {
  const part = new Float32Array(1);
  const bits = new Int32Array(part.buffer);
  return backend.scratchIntegers(
    sources.flatMap(([before, after, between]) => {
      part[0] = between;
      return [before, after, bits[0] ?? 0];
    }),
  );
}

type FunctionName = 'resizeLinear' | 'resizeLinearGradient' | 'resizeNearest' | 'resizeNearestGradient';

/** Runs a function of assembly/resize.ts between images and what they are resized to. */
function run(
  backend: GenlabBackend,
  functionName: FunctionName,
  images: { pointer: number; shape: number[] },
  resized: { pointer: number; shape: number[] },
  attrs: Attributes,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = images.shape;
  const [, outHeight = 0, outWidth = 0] = resized.shape;
  const method = functionName.startsWith('resizeLinear') ? 'linear' : 'nearest';
  const rows = writeTable(backend, sourcesOf(method, height, outHeight, attrs));
  const columns = writeTable(backend, sourcesOf(method, width, outWidth, attrs));
  const image = height * width * channels;
  const outImage = outHeight * outWidth * channels;
  backend.inParts(batch, { work: 4 * outImage }, (start, size) => {
    const [x, y] = [images.pointer + start * image * 4, resized.pointer + start * outImage * 4];
    backend.exports[functionName](x, y, size, height, width, channels, rows, outHeight, columns, outWidth);
  });
}

type ForwardAttributes = Attributes & { size: [number, number] };

function forward(kernelName: string, functionName: 'resizeLinear' | 'resizeNearest'): Kernel {
  return kernelWhere<{ images: tf.TensorInfo }, ForwardAttributes>(
    kernelName,
    ({ images }) => images.dtype === 'float32',
    ({ inputs: { images }, attrs, backend }) => {
      const input = backend.pointer(images);
      const shape = [images.shape[0] ?? 0, ...attrs.size, images.shape[3] ?? 0];
      const { info, pointer } = backend.output(shape, 'float32');
      run(backend, functionName, { pointer: input, shape: images.shape }, { pointer, shape }, attrs);
      return info;
    },
  );
}

/**
 * The exact transpose of the forward kernel. The CPU kernels of these names are not: they forget half-pixel centres; the nearest one takes
 * its images from wrong places in a batch, and the linear one returns height and width swapped.
 */
function gradient(kernelName: string, functionName: 'resizeLinearGradient' | 'resizeNearestGradient'): Kernel {
  return kernelWhere<{ images: tf.TensorInfo; dy: tf.TensorInfo }, Attributes>(
    kernelName,
    ({ images, dy }) => images.dtype === 'float32' && dy.dtype === 'float32',
    ({ inputs: { images, dy }, attrs, backend }) => {
      const flowing = backend.pointer(dy);
      const { info, pointer } = backend.output(images.shape, 'float32');
      backend.exports.fill(pointer, tf.util.sizeFromShape(images.shape) * 4, 0);
      run(backend, functionName, { pointer, shape: images.shape }, { pointer: flowing, shape: dy.shape }, attrs);
      return info;
    },
  );
}

/** Resizing of images, to the nearest pixel or linear between four, and the gradients. */
export const resizeKernels: readonly Kernel[] = [
  forward(tf.ResizeBilinear, 'resizeLinear'),
  gradient(tf.ResizeBilinearGrad, 'resizeLinearGradient'),
  forward(tf.ResizeNearestNeighbor, 'resizeNearest'),
  gradient(tf.ResizeNearestNeighborGrad, 'resizeNearestGradient'),
];
