import * as tf from '@tensorflow/tfjs-core';
import type { Dice, Rounding } from './random-graph.js';

/** What a maker may use: the shape of the value that its op is to work on, the shapes of all values so far, and fresh inputs. */
interface Ground {
  readonly shape: number[];
  readonly dice: Dice;
  readonly others: readonly number[][];
  /** Adds an input to the graph and returns its number among the values. */
  input(shape: number[]): number;
}

interface Made {
  readonly name: string;
  readonly shape: number[];
  readonly run: (operands: tf.Tensor[], round: Rounding) => tf.Tensor;
  readonly roundings: number;
  /** Operands beside the first. */
  readonly more?: readonly number[];
}

/** Makes an op on a value, or nothing if there is none for its shape. */
export type Maker = (ground: Ground) => Made | undefined;

type Shape4 = [number, number, number, number];
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Functions with values of order 1, or hardly more than their argument, with a bound on their roundings. */
const functions: [name: string, f: (x: tf.Tensor) => tf.Tensor, roundings: number][] = [
  ['abs', (x) => tf.abs(x), 1],
  ['clipByValue', (x) => tf.clipByValue(x, -1.25, 0.75), 1],
  ['elu', (x) => tf.elu(x), 4],
  ['exp of tanh', (x) => tf.exp(tf.tanh(x)), 8],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.2), 2],
  ['log of 1 + square', (x) => tf.log(tf.add(tf.square(x), 1)), 6],
  ['neg', (x) => tf.neg(x), 1],
  ['reciprocal of 1 + square', (x) => tf.reciprocal(tf.add(tf.square(x), 1)), 4],
  ['relu', (x) => tf.relu(x), 1],
  ['relu6', (x) => tf.relu6(x), 1],
  ['rsqrt of 1 + square', (x) => tf.rsqrt(tf.add(tf.square(x), 1)), 5],
  ['sigmoid', (x) => tf.sigmoid(x), 4],
  ['softplus', (x) => tf.softplus(x), 6],
  ['sqrt of 1 + square', (x) => tf.sqrt(tf.add(tf.square(x), 1)), 4],
  ['square of tanh', (x) => tf.square(tf.tanh(x)), 6],
  ['tanh', (x) => tf.tanh(x), 4],
];

const unary: Maker = ({ shape, dice }) => {
  const [name, f, roundings] = dice.pick(functions);
  return { name, shape, run: ([x]) => f(x as tf.Tensor), roundings };
};

type Operator = [name: string, f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor];
const broadcasting: Operator[] = [
  ['add', (a, b) => tf.add(a, b)],
  ['sub', (a, b) => tf.sub(a, b)],
  ['mul by tanh', (a, b) => tf.mul(a, tf.tanh(b))],
  ['div by 1 + square', (a, b) => tf.div(a, tf.add(tf.square(b), 1))],
];
/** tfjs forgets to sum the gradients of these over broadcast axes. */
const equalShapes: Operator[] = [
  ['maximum', (a, b) => tf.maximum(a, b)],
  ['minimum', (a, b) => tf.minimum(a, b)],
  ['squaredDifference of tanh', (a, b) => tf.squaredDifference(tf.tanh(a), tf.tanh(b))],
];

const binary: Maker = ({ shape, dice, others, input }) => {
  const same = others.flatMap((other, i) => (tf.util.arraysEqual(other, shape) ? [i] : []));
  const smaller = () => shape.map((length) => (dice.next() < 0.4 ? 1 : length)).slice(dice.integer(0, Math.max(0, shape.length - 1)));
  const equal = dice.next() < 0.6;
  const [name, f] = dice.pick(equal ? [...broadcasting, ...equalShapes] : broadcasting);
  const other = equal ? dice.pick(same) : input(smaller());
  return { name, shape, run: ([a, b]) => f(a as tf.Tensor, b as tf.Tensor), roundings: 8, more: [other] };
};

const reduction: Maker = ({ shape, dice }) => {
  const axes = shape.map((_, axis) => axis).filter(() => dice.next() < 0.5);
  if (axes.length === 0 || axes.length === shape.length) return undefined;
  const keep = dice.next() < 0.5;
  const count = size(axes.map((axis) => shape[axis] as number));
  const [kind, reduce] = dice.pick<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['mean', (x) => tf.mean(x, axes, keep)],
    ['sum', (x) => tf.mul(tf.sum(x, axes, keep), 1 / Math.sqrt(count))],
    ['max', (x) => tf.max(x, axes, keep)],
    ['logSumExp', (x) => tf.logSumExp(x, axes, keep)],
  ]);
  const reduced = shape.flatMap((length, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [length]));
  return { name: `${kind} over ${axes}`, shape: reduced, run: ([x]) => reduce(x as tf.Tensor), roundings: count + 8 };
};

const softmax: Maker = ({ shape }) => ({
  name: 'softmax',
  shape,
  run: ([x]) => tf.softmax(x as tf.Tensor),
  roundings: (shape.at(-1) as number) + 8,
});

const transpose: Maker = ({ shape, dice }) => {
  const perm = shape.map((_, axis) => axis).sort(() => dice.next() - 0.5);
  return {
    name: `transpose ${perm}`,
    shape: perm.map((axis) => shape[axis] as number),
    run: ([x]) => tf.transpose(x as tf.Tensor, perm),
    roundings: 0,
  };
};

const reshape: Maker = ({ shape, dice }) => {
  const flat = dice.next() < 0.3;
  const total = size(shape);
  const rows = dice.pick([1, 2, 3, shape[0] as number].filter((n) => total % n === 0));
  const target = flat ? [total] : [rows, total / rows];
  return { name: `reshape [${target}]`, shape: target, run: ([x]) => tf.reshape(x as tf.Tensor, target), roundings: 0 };
};

const pad: Maker = ({ shape, dice }) => {
  const paddings = shape.map((): [number, number] => [dice.integer(0, 2), dice.integer(0, 1)]);
  const padded = shape.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
  return { name: `pad ${paddings}`, shape: padded, run: ([x]) => tf.pad(x as tf.Tensor, paddings), roundings: 0 };
};

const slice: Maker = ({ shape, dice }) => {
  const begin = shape.map((length) => dice.integer(0, length - 1));
  const length = shape.map((whole, axis) => dice.integer(1, whole - (begin[axis] as number)));
  return { name: `slice ${begin} ${length}`, shape: length, run: ([x]) => tf.slice(x as tf.Tensor, begin, length), roundings: 0 };
};

const concat: Maker = ({ shape, dice, others }) => {
  const axis = dice.integer(0, shape.length - 1);
  const fits = others.flatMap((other, i) => (tf.util.arraysEqual(other, shape) ? [i] : []));
  const joined = shape.map((length, i) => (i === axis ? 2 * length : length));
  const run = ([a, b]: tf.Tensor[]) => tf.concat([a as tf.Tensor, b as tf.Tensor], axis);
  return { name: `concat along ${axis}`, shape: joined, run, roundings: 0, more: [dice.pick(fits)] };
};

const tile: Maker = ({ shape, dice }) => {
  const times = shape.map(() => dice.integer(1, 2));
  const tiled = shape.map((length, axis) => length * (times[axis] as number));
  return { name: `tile ${times}`, shape: tiled, run: ([x]) => tf.tile(x as tf.Tensor, times), roundings: 0 };
};

const gather: Maker = ({ shape, dice }) => {
  const axis = dice.integer(0, shape.length - 1);
  const indices = Array.from({ length: dice.integer(1, 4) }, () => dice.integer(0, (shape[axis] as number) - 1));
  const gathered = shape.map((length, i) => (i === axis ? indices.length : length));
  const run = ([x]: tf.Tensor[]) => tf.gather(x as tf.Tensor, tf.tensor1d(indices, 'int32'), axis);
  return { name: `gather ${indices} along ${axis}`, shape: gathered, run, roundings: 0 };
};

const matMul: Maker = ({ shape, dice, input }) => {
  if (shape.length < 2) return undefined;
  const [rows, inner] = shape.slice(-2) as [number, number];
  const [transposeA, transposeB] = [dice.next() < 0.3, dice.next() < 0.5];
  const [m, depth, n] = [transposeA ? inner : rows, transposeA ? rows : inner, dice.integer(1, 9)];
  const weights = input([...(shape.length > 2 ? shape.slice(0, -2) : []), ...(transposeB ? [n, depth] : [depth, n])]);
  const run = ([a, b]: tf.Tensor[]) => tf.mul(tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB), 1 / Math.sqrt(depth));
  return { name: `matMul ${m} ${depth} ${n}`, shape: [...shape.slice(0, -2), m, n], run, roundings: depth + 2, more: [weights] };
};

const convolution: Maker = ({ shape, dice, input }) => {
  if (shape.length !== 4) return undefined;
  const [, height, width, channels] = shape as Shape4;
  const [tall, wide, stride] = [dice.integer(1, Math.min(4, height)), dice.integer(1, Math.min(4, width)), dice.integer(1, 2)];
  const padding = dice.pick(['same', 'valid'] as const);
  const kind = dice.pick(['conv2d', 'depthwise', 'transposed'] as const);
  const outputs = kind === 'depthwise' ? dice.integer(1, 2) : dice.integer(1, 9);
  const scale = 1 / Math.sqrt(tall * wide * (kind === 'depthwise' ? 1 : channels));
  const details = `${kind} ${tall}x${wide} ${stride} ${padding}`;
  const roundings = tall * wide * Math.max(channels, outputs) + 2;
  if (kind === 'transposed') {
    const grown = (length: number, taps: number) => length * stride + (padding === 'valid' ? Math.max(taps - stride, 0) : 0);
    const made: Shape4 = [shape[0] as number, grown(height, tall), grown(width, wide), outputs];
    const run = ([x, k]: tf.Tensor[]) => tf.mul(tf.conv2dTranspose(x as tf.Tensor4D, k as tf.Tensor4D, made, stride, padding), scale);
    return { name: details, shape: made, run, roundings, more: [input([tall, wide, outputs, channels])] };
  }
  const filter: Shape4 = [tall, wide, channels, outputs];
  const { outShape } = tf.backend_util.computeConv2DInfo(shape as Shape4, filter, stride, 1, padding, undefined, kind === 'depthwise');
  const op = kind === 'depthwise' ? tf.depthwiseConv2d : tf.conv2d;
  const run = ([x, k]: tf.Tensor[]) => tf.mul(op(x as tf.Tensor4D, k as tf.Tensor4D, stride, padding), scale);
  return { name: details, shape: outShape, run, roundings, more: [input(filter)] };
};

/** Means over windows without padding only: with it, the CPU backend's gradient is wrong. */
const pooling: Maker = ({ shape, dice }) => {
  if (shape.length !== 4) return undefined;
  const kind = dice.pick(['maxPool', 'avgPool'] as const);
  const [, height, width] = shape as Shape4;
  const window: [number, number] = [dice.integer(1, Math.min(3, height)), dice.integer(1, Math.min(3, width))];
  const stride = dice.integer(1, 2);
  const padding = kind === 'maxPool' ? dice.pick(['same', 'valid'] as const) : 'valid';
  const { outShape } = tf.backend_util.computePool2DInfo(shape as Shape4, window, stride, 1, padding);
  const pool = kind === 'maxPool' ? tf.maxPool : tf.avgPool;
  const run = ([x]: tf.Tensor[]) => pool(x as tf.Tensor4D, window, stride, padding);
  return { name: `${kind} ${window} ${stride} ${padding}`, shape: outShape, run, roundings: kind === 'avgPool' ? size(window) + 1 : 0 };
};

const batchNorm: Maker = ({ shape, input }) => {
  const channels = shape.at(-1) as number;
  if (shape.length < 2 || size(shape) / channels < 3) return undefined;
  const axes = shape.slice(0, -1).map((_, axis) => axis);
  const count = size(shape) / channels;
  const run = ([x, scale]: tf.Tensor[], round: Rounding) => {
    // Of equal rows, what is left after the mean is its rounding alone.
    const centred = tf.sub(x as tf.Tensor, round(tf.mean(x as tf.Tensor, axes), count + 1));
    const variance = round(tf.mean(tf.square(centred), axes), count + 2);
    return tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 0.1))), scale as tf.Tensor);
  };
  return { name: 'batch norm', shape, run, roundings: 8, more: [input([channels])] };
};

/** Every kind of op, the likelier ones several times. */
export const makers: readonly Maker[] = [
  ...[unary, unary, unary, binary, binary, binary, reduction, softmax, transpose, reshape, pad, slice, concat, tile, gather],
  ...[matMul, matMul, convolution, convolution, convolution, pooling, batchNorm],
];
