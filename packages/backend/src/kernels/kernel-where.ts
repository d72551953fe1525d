import type * as tf from '@tensorflow/tfjs-core';
import { type Kernel, type KernelArguments, kernel } from '../kernel.js';
import { runOnCpu } from './cpu-fallback.js';

/** A kernel of ours for some inputs; the tfjs CPU kernel serves the rest. */
export function kernelWhere<Inputs, Attributes>(
  kernelName: string,
  serves: (inputs: Inputs, attrs: Attributes) => boolean,
  kernelFunc: (args: KernelArguments<Inputs, Attributes>) => tf.TensorInfo | tf.TensorInfo[],
): Kernel {
  return kernel<Inputs, Attributes>(kernelName, (args) =>
    serves(args.inputs, args.attrs) ? kernelFunc(args) : runOnCpu(kernelName, args),
  );
}
