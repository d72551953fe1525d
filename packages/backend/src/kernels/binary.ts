import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Kernel, KernelArguments } from '../kernel.js';
import type { WasmExports } from '../wasm/exports.generated.js';
import { type BinaryFunction, runBroadcast } from './broadcast.js';
import { kernelWhere } from './kernel-where.js';
import { stridedCopy } from './strided-copy.js';

type Inputs = { a: tf.TensorInfo; b: tf.TensorInfo };
type FunctionName = { [Name in keyof WasmExports]: WasmExports[Name] extends BinaryFunction ? Name : never }[keyof WasmExports];

/** The functions that serve float32, int32 and bool operands; a dtype without one goes to the CPU kernel. */
type Functions = Partial<Record<tf.DataType, FunctionName>>;

const bytesOf = (dtype: tf.DataType) => (dtype === 'bool' ? 1 : 4);

/** Runs a broadcasting WASM function on two tensors of one dtype. */
export function runBinary(
  { inputs: { a, b }, backend }: Pick<KernelArguments<Inputs, object>, 'inputs' | 'backend'>,
  functionName: FunctionName,
  dtype: tf.DataType,
): tf.TensorInfo {
  const aPointer = backend.pointer(a);
  const bPointer = backend.pointer(b);
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const { info, pointer } = backend.output(shape, dtype);
  runBroadcast({
    run: cutRows(backend, functionName, bytesOf(a.dtype), bytesOf(dtype)),
    inParts: (count, cut, run) => backend.inParts(count, cut, run),
    repeat: (source, words, times) => repeatWords(backend, source, words, times),
    a: { pointer: aPointer, shape: a.shape, bytes: bytesOf(a.dtype) },
    b: { pointer: bPointer, shape: b.shape, bytes: bytesOf(b.dtype) },
    out: { pointer, shape, bytes: bytesOf(dtype) },
  });
  return info;
}

/** A function of rows and columns that is cut along its rows, or its only row. */
function cutRows(backend: GenlabBackend, name: FunctionName, bytes: number, outBytes: number): BinaryFunction {
  return (a, b, out, rows, columns, aRow, bRow, aColumn, bColumn) => {
    if (rows === 1) {
      backend.inParts(columns, { work: 1, multipleOf: 64 }, (start, size) => {
        const [aAt, bAt] = [a + start * aColumn * bytes, b + start * bColumn * bytes];
        (backend.exports[name] as BinaryFunction)(aAt, bAt, out + start * outBytes, 1, size, 0, 0, aColumn, bColumn);
      });
    } else {
      backend.inParts(rows, { work: columns }, (start, size) => {
        const [aAt, bAt] = [a + start * aRow * bytes, b + start * bRow * bytes];
        (backend.exports[name] as BinaryFunction)(aAt, bAt, out + start * columns * outBytes, size, columns, aRow, bRow, aColumn, bColumn);
      });
    }
  };
}

function repeatWords(backend: GenlabBackend, source: number, words: number, times: number): number {
  const copies = backend.scratch(words * times * 4);
  const axes = [
    { size: times, source: 0, destination: words },
    { size: words, source: 1, destination: 1 },
  ];
  stridedCopy(backend, source, copies, axes, 'float32');
  return copies;
}

function binary(kernelName: string, functions: Functions, outputType?: tf.DataType): Kernel {
  return kernelWhere<Inputs, object>(
    kernelName,
    ({ a, b }) => a.dtype === b.dtype && functions[a.dtype] !== undefined,
    (args) => {
      const { dtype } = args.inputs.a;
      return runBinary(args, functions[dtype] as FunctionName, outputType ?? dtype);
    },
  );
}

/** Elementwise functions of two tensors, with broadcasting. */
export const binaryKernels: readonly Kernel[] = [
  binary(tf.Add, { float32: 'add', int32: 'addIntegers' }),
  binary(tf.Maximum, { float32: 'maximum', int32: 'maximumIntegers' }),
  binary(tf.Minimum, { float32: 'minimum', int32: 'minimumIntegers' }),
  binary(tf.Multiply, { float32: 'multiplyElements', int32: 'multiplyIntegers' }),
  binary(tf.Pow, { float32: 'powers' }),
  binary(tf.RealDiv, { float32: 'divide' }),
  binary(tf.SquaredDifference, { float32: 'squaredDifference' }),
  binary(tf.Sub, { float32: 'subtract', int32: 'subtractIntegers' }),
  binary(tf.Equal, { float32: 'equal', int32: 'equalIntegers' }, 'bool'),
  binary(tf.Greater, { float32: 'greater', int32: 'greaterIntegers' }, 'bool'),
  binary(tf.GreaterEqual, { float32: 'greaterEqual', int32: 'greaterEqualIntegers' }, 'bool'),
  binary(tf.Less, { float32: 'less', int32: 'lessIntegers' }, 'bool'),
  binary(tf.LessEqual, { float32: 'lessEqual', int32: 'lessEqualIntegers' }, 'bool'),
  binary(tf.NotEqual, { float32: 'notEqual', int32: 'notEqualIntegers' }, 'bool'),
  binary(tf.LogicalAnd, { bool: 'logicalAnd' }),
  binary(tf.LogicalOr, { bool: 'logicalOr' }),
  kernelWhere<{ x: tf.TensorInfo; alpha: tf.TensorInfo }, object>(
    tf.Prelu,
    ({ x, alpha }) => x.dtype === 'float32' && alpha.dtype === 'float32',
    ({ inputs: { x, alpha }, backend }) => runBinary({ inputs: { a: x, b: alpha }, backend }, 'prelu', 'float32'),
  ),
];
