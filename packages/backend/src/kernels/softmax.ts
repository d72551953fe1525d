import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { type Kernel, kernel } from '../kernel.js';
import type { WasmExports } from '../wasm/exports.generated.js';
import { kernelWhere } from './kernel-where.js';

/** Rows along the last axis. */
const rowsOf = (shape: readonly number[]): [rows: number, columns: number] => {
  const columns = shape.at(-1) ?? 1;
  return [columns === 0 ? 0 : tf.util.sizeFromShape(shape as number[]) / columns, columns];
};

/** Of one float: some ten moves. */
const WORK = 10;

/** Cuts rows into parts. `at` is where the part's rows start, in bytes, `first` the first of them. */
function overRows(
  backend: GenlabBackend,
  shape: readonly number[],
  run: (exports: WasmExports, at: number, sizes: [rows: number, columns: number], first: number) => void,
): void {
  const [rows, columns] = rowsOf(shape);
  backend.inParts(rows, { work: WORK * columns }, (start, size) => run(backend.exports, start * columns * 4, [size, columns], start));
}

const softmax = kernelWhere<{ logits: tf.TensorInfo }, tf.SoftmaxAttrs>(
  tf.Softmax,
  ({ logits }, { dim }) => logits.dtype === 'float32' && (dim === -1 || dim === logits.shape.length - 1),
  ({ inputs: { logits }, backend }) => {
    const input = backend.pointer(logits);
    const { info, pointer } = backend.output(logits.shape, 'float32');
    overRows(backend, logits.shape, (exports, at, sizes) => exports.softmax(input + at, pointer + at, ...sizes, backend.scratch(16)));
    return info;
  },
);

const logSoftmax = kernel<{ x: tf.TensorInfo }>('GenlabLogSoftmax', ({ inputs: { x }, backend }) => {
  const input = backend.pointer(x);
  const { info, pointer } = backend.output(x.shape, 'float32');
  overRows(backend, x.shape, (exports, at, sizes) => exports.logSoftmax(input + at, pointer + at, ...sizes, backend.scratch(16)));
  return info;
});

/** A gradient that is a function of dy and of the output. */
const gradient = (kernelName: string, functionName: 'softmaxGradient' | 'logSoftmaxGradient') =>
  kernel<{ dy: tf.TensorInfo; y: tf.TensorInfo }>(kernelName, ({ inputs, backend }) => {
    const dy = backend.pointer(inputs.dy);
    const y = backend.pointer(inputs.y);
    const { info, pointer } = backend.output(inputs.y.shape, 'float32');
    overRows(backend, inputs.y.shape, (exports, at, sizes) => exports[functionName](dy + at, y + at, pointer + at, ...sizes));
    return info;
  });

type Inputs = { logits: tf.TensorInfo; labels: tf.TensorInfo };

/** One number for each row of logits and labels. */
const crossEntropy = kernel<Inputs>('GenlabSoftmaxCrossEntropy', ({ inputs, backend }) => {
  const logits = backend.pointer(inputs.logits);
  const labels = backend.pointer(inputs.labels);
  const { info, pointer } = backend.output(inputs.logits.shape.slice(0, -1), 'float32');
  overRows(backend, inputs.logits.shape, (exports, at, sizes, first) =>
    exports.softmaxCrossEntropy(logits + at, labels + at, pointer + first * 4, ...sizes, backend.scratch(16)),
  );
  return info;
});

const crossEntropyGrad = kernel<Inputs & { dy: tf.TensorInfo }>('GenlabSoftmaxCrossEntropyGrad', ({ inputs, backend }) => {
  const dy = backend.pointer(inputs.dy);
  const logits = backend.pointer(inputs.logits);
  const labels = backend.pointer(inputs.labels);
  const { info, pointer } = backend.output(inputs.logits.shape, 'float32');
  overRows(backend, inputs.logits.shape, (exports, at, sizes, first) =>
    exports.softmaxCrossEntropyGradient(dy + first * 4, logits + at, labels + at, pointer + at, ...sizes, backend.scratch(16)),
  );
  return info;
});

/** Softmax, its logarithm and its cross-entropy along the last axis, and the gradients. */
export const softmaxKernels: readonly Kernel[] = [
  softmax,
  gradient('GenlabSoftmaxGrad', 'softmaxGradient'),
  logSoftmax,
  gradient('GenlabLogSoftmaxGrad', 'logSoftmaxGradient'),
  crossEntropy,
  crossEntropyGrad,
];
