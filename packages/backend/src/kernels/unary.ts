import * as tf from '@tensorflow/tfjs-core';
import type { Kernel } from '../kernel.js';
import type { WasmExports } from '../wasm/exports.generated.js';
import { kernelWhere } from './kernel-where.js';

type Inputs = { x: tf.TensorInfo };
/** Of one float: between that of a move and that of a hyperbolic tangent. */
const WORK = 2;

type UnaryFunction = (x: number, y: number, n: number) => void;

/** An elementwise kernel of one float tensor. `prepare` picks the WASM function and binds the attributes. */
function unary<Attributes>(kernelName: string, prepare: (exports: WasmExports, attrs: Attributes) => UnaryFunction): Kernel {
  return kernelWhere<Inputs, Attributes>(
    kernelName,
    ({ x }) => x.dtype === 'float32',
    ({ inputs: { x }, attrs, backend }) => {
      const input = backend.pointer(x);
      const { info, pointer } = backend.output(x.shape, 'float32');
      backend.inParts(tf.util.sizeFromShape(x.shape), { work: WORK, multipleOf: 16 }, (start, size) =>
        prepare(backend.exports, attrs)(input + start * 4, pointer + start * 4, size),
      );
      return info;
    },
  );
}

/** Elementwise functions of one tensor. */
export const unaryKernels: readonly Kernel[] = [
  unary(tf.Abs, ({ abs }) => abs),
  unary(tf.Ceil, ({ ceil }) => ceil),
  unary(tf.Elu, ({ elu }) => elu),
  unary(tf.Exp, ({ exp }) => exp),
  unary(tf.Expm1, ({ expm1 }) => expm1),
  unary(tf.Floor, ({ floor }) => floor),
  unary(tf.Log, ({ log }) => log),
  unary(tf.Log1p, ({ log1p }) => log1p),
  unary(tf.Neg, ({ neg }) => neg),
  unary(tf.Reciprocal, ({ reciprocal }) => reciprocal),
  unary(tf.Relu, ({ relu }) => relu),
  unary(tf.Round, ({ round }) => round),
  unary(tf.Rsqrt, ({ rsqrt }) => rsqrt),
  unary(tf.Sigmoid, ({ sigmoid }) => sigmoid),
  unary(tf.Sign, ({ sign }) => sign),
  unary(tf.Softplus, ({ softplus }) => softplus),
  unary(tf.Sqrt, ({ sqrt }) => sqrt),
  unary(tf.Square, ({ square }) => square),
  unary(tf.Tanh, ({ tanh }) => tanh),
  unary(
    tf.ClipByValue,
    ({ clip }, { clipValueMin, clipValueMax }: tf.ClipByValueAttrs) =>
      (x, y, n) =>
        clip(x, y, n, clipValueMin, clipValueMax),
  ),
  unary(
    tf.LeakyRelu,
    ({ leakyRelu }, { alpha }: tf.LeakyReluAttrs) =>
      (x, y, n) =>
        leakyRelu(x, y, n, alpha),
  ),
  unary(
    tf.Relu6,
    ({ clip }) =>
      (x, y, n) =>
        clip(x, y, n, 0, 6),
  ),
  unary(
    tf.Step,
    ({ step }, { alpha }: tf.StepAttrs) =>
      (x, y, n) =>
        step(x, y, n, alpha),
  ),
];
