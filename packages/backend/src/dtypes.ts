import type * as tf from '@tensorflow/tfjs-core';

/** The dtypes that linear memory holds; complex64 tensors are pairs of float32 ones, strings stay in JS. */
export type NumericType = 'float32' | 'int32' | 'bool';

/** Whether linear memory can hold tensors of this dtype. */
export function isNumeric(dtype: tf.DataType): dtype is NumericType {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

/** The bytes of one element. */
export function bytesPerElement(dtype: NumericType): number {
  return dtype === 'bool' ? 1 : 4;
}
