import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import { type KernelArguments, kernel } from '../kernel.js';
import { runOnCpu } from './cpu-fallback.js';
import { applyEpilogue, type Epilogue } from './matmul-epilogue.js';
import { line, multiply, packColumns, tabulate } from './matmul-product.js';

/** Bytes of B that are packed at once. */
const PACKED_LIMIT = 2 ** 24;

interface Inputs {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
}

interface Sizes {
  rows: number;
  columns: number;
  depth: number;
  transposeA: boolean;
  transposeB: boolean;
}

/** Makes one product C = A B of matrices at the given byte offsets. */
type Product = (a: number, b: number, c: number) => void;

function chooseProduct(backend: GenlabBackend, sizes: Sizes): Product {
  const { exports } = backend;
  const { rows, columns, depth, transposeA, transposeB } = sizes;
  if (depth === 0) return (_a, _b, c) => exports.writeZeros(c, rows * columns * 4);
  if (columns === 1) {
    return transposeA
      ? (a, b, c) => exports.multiplyVectorTransposed(a, depth, rows, b, c)
      : (a, b, c) => exports.multiplyVector(a, rows, depth, b, c);
  }
  if (rows === 1) {
    return transposeB
      ? (a, b, c) => exports.multiplyVector(b, columns, depth, a, c)
      : (a, b, c) => exports.multiplyVectorTransposed(b, depth, columns, a, c);
  }
  return packedProduct(backend, sizes);
}

function packedProduct(backend: GenlabBackend, { rows, columns, depth, transposeA, transposeB }: Sizes): Product {
  const aDepthStride = transposeA ? rows : 1;
  const bDepthStride = transposeB ? 1 : columns;
  const slice = Math.min(depth, Math.max(256, Math.floor(PACKED_LIMIT / 4 / columns)));
  const aLanes = tabulate(backend, line(rows, transposeA ? 1 : depth));
  const bLanes = tabulate(backend, line(columns, transposeB ? depth : 1));
  const cRows = tabulate(backend, line(rows, columns));
  const aDepths = tabulate(backend, line(slice, aDepthStride));
  const bDepths = tabulate(backend, line(slice, bDepthStride));
  const packed = backend.scratch(backend.exports.packedColumnsBytes(columns, slice));
  return (a, b, c) => {
    for (let start = 0; start < depth; start += slice) {
      const count = Math.min(slice, depth - start);
      const bSlice = { pointer: b + start * bDepthStride * 4, lanes: bLanes, depths: { ...bDepths, count } };
      const aSlice = { pointer: a + start * aDepthStride * 4, lanes: aLanes, depths: { ...aDepths, count } };
      multiply(backend, aSlice, packColumns(backend, bSlice, packed), { pointer: c, rows: cRows }, { accumulate: start > 0 });
    }
  };
}

/** For each matrix of the output, the index of the matrix of an operand whose batch dimensions are `from`, broadcast to `to`. */
function broadcastIndices(from: readonly number[], to: readonly number[]): number[] {
  let indices = [0];
  let size = tf.util.sizeFromShape([...from]);
  to.forEach((count, axis) => {
    const own = from[axis - (to.length - from.length)] ?? 1;
    size /= own;
    const stride = own === 1 ? 0 : size;
    indices = indices.flatMap((index) => Array.from({ length: count }, (_, i) => index + i * stride));
  });
  return indices;
}

function batchMatMul(args: KernelArguments<Inputs, tf.BatchMatMulAttrs>): tf.TensorInfo {
  const { inputs, attrs, backend } = args;
  const { a, b } = inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return runOnCpu(tf.BatchMatMul, args);
  const [aRows = 1, aColumns = 1] = a.shape.slice(-2);
  const [bRows = 1, bColumns = 1] = b.shape.slice(-2);
  const { transposeA, transposeB } = attrs;
  const sizes = {
    rows: transposeA ? aColumns : aRows,
    columns: transposeB ? bRows : bColumns,
    depth: transposeA ? aRows : aColumns,
    transposeA,
    transposeB,
  };
  if (a.shape.length < 2 || b.shape.length < 2 || sizes.depth !== (transposeB ? bColumns : bRows)) {
    throw new Error(
      `matMul: expected matrices whose inner dimensions agree, got [${a.shape}]${transposeA ? ' transposed' : ''} and ` +
        `[${b.shape}]${transposeB ? ' transposed' : ''}.`,
    );
  }
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = tf.backend_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const aPointer = backend.pointer(a);
  const bPointer = backend.pointer(b);
  const out = backend.output([...batch, sizes.rows, sizes.columns], 'float32');
  if (tf.util.sizeFromShape(out.info.shape) === 0) return out.info;
  const product = chooseProduct(backend, sizes);
  const aIndices = broadcastIndices(aBatch, batch);
  const bIndices = broadcastIndices(bBatch, batch);
  for (let i = 0; i < aIndices.length; i++) {
    product(
      aPointer + (aIndices[i] as number) * aRows * aColumns * 4,
      bPointer + (bIndices[i] as number) * bRows * bColumns * 4,
      out.pointer + i * sizes.rows * sizes.columns * 4,
    );
  }
  return out.info;
}

function fusedMatMul({ inputs, attrs, backend }: KernelArguments<Inputs & Epilogue, tf._FusedMatMulAttrs>): tf.TensorInfo {
  const { a, b } = inputs;
  const { transposeA, transposeB } = attrs;
  const product = batchMatMul({ inputs: { a, b }, attrs: { transposeA, transposeB }, backend });
  return applyEpilogue(backend, product, { ...inputs, ...attrs } as Epilogue);
}

/** Matrix products, plain and with a bias and an activation. float32; other dtypes by the CPU kernel. */
export const matmulKernels = [kernel(tf.BatchMatMul, batchMatMul), kernel(tf._FusedMatMul, fusedMatMul)];
