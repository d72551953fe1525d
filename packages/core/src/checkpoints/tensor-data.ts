import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../variables.js';

/** A tensor's numbers off the device. */
export type TensorData =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'int32'; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: 'bool'; readonly shape: readonly number[]; readonly values: Uint8Array };

/** {@link TensorData} by name. */
export type NamedTensorData = Readonly<Record<string, TensorData>>;

/** What a backend offers that can read a tensor without a new array for it; GenLab's does. */
interface ReadingBackend {
  readInto?(dataId: object, into: TensorData['values']): void;
}

/**
 * Reads tensors off their device; they are borrowed.
 * @param over Of the same model, and needed no more: its memory is used again where the backend can, as so much garbage takes time.
 */
export async function readTensors(tensors: NamedTensors, over: NamedTensorData = {}): Promise<NamedTensorData> {
  const backend = tf.backend() as ReadingBackend;
  const read = async ([name, tensor]: [string, tf.Tensor]) => {
    const { dtype, shape, dataId } = tensor;
    const values = over[name]?.dtype === dtype ? over[name].values : undefined;
    if (backend.readInto === undefined || values?.length !== tensor.size)
      return [name, { dtype, shape: [...shape], values: await tensor.data() } as TensorData] as const;
    backend.readInto(dataId, values);
    return [name, { dtype, shape: [...shape], values } as TensorData] as const;
  };
  return Object.fromEntries(await Promise.all(Object.entries(tensors).map(read)));
}

/** Hands tensors of these numbers to a function, and frees them when it is done. */
export function withTensors<T>(data: NamedTensorData, use: (tensors: NamedTensors) => T): T {
  const tensors: Record<string, tf.Tensor> = {};
  try {
    for (const [name, { dtype, shape, values }] of Object.entries(data)) tensors[name] = tf.tensor(values, [...shape], dtype);
    return use(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/** The name of the first tensor that holds a NaN; undefined if none does. */
export function firstWithNaN(data: NamedTensorData): string | undefined {
  return Object.keys(data).find((name) => {
    const values = data[name]?.values;
    return values instanceof Float32Array && holdsNaN(values);
  });
}

/** Four sums at a time, as the processor has to wait for each of them: `some` takes fifteen times as long. */
function holdsNaN(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const rest = values.length % 4;
  for (let i = rest; i < values.length; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  // Infinities of both signs add up to NaN, too.
  return Number.isNaN(a + b + c + d) ? values.some(Number.isNaN) : values.subarray(0, rest).some(Number.isNaN);
}
