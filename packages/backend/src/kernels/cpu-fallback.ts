import * as tf from '@tensorflow/tfjs-core';
import type { KernelArguments } from '../kernel.js';

/** Runs a kernel of the tfjs CPU backend: for dtypes and layouts that our own kernel leaves to it. */
export function runOnCpu<Inputs, Attributes>(kernelName: string, args: KernelArguments<Inputs, Attributes>): tf.TensorInfo {
  const cpu = tf.getKernel(kernelName, 'cpu');
  if (!cpu) throw new Error(`${kernelName}: expected the kernel of the tfjs cpu backend, got none. Import @tensorflow/tfjs-backend-cpu.`);
  return cpu.kernelFunc(args as unknown as Parameters<typeof cpu.kernelFunc>[0]) as tf.TensorInfo;
}
