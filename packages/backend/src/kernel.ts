import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { GenlabBackend } from './genlab-backend.js';

/** What a kernel is called with. The types of `inputs` and `attrs` are the kernel's own: tfjs knows them only by name. */
export interface KernelArguments<Inputs = NamedTensorInfoMap, Attributes = NamedAttrMap> {
  inputs: Inputs;
  attrs: Attributes;
  backend: GenlabBackend;
}

/** A kernel of the genlab backend. */
export interface Kernel {
  readonly kernelName: string;
  readonly kernelFunc: (args: KernelArguments) => TensorInfo | TensorInfo[];
}

/**
 * Makes a kernel whose inputs and attributes are typed. Casts once, here, where tfjs's registry drops the types.
 *
 * @param kernelName - The name in tfjs's registry, such as `tf.Relu`.
 * @param kernelFunc - Borrows its inputs, returns fresh tensors.
 */
export function kernel<Inputs = NamedTensorInfoMap, Attributes = NamedAttrMap>(
  kernelName: string,
  kernelFunc: (args: KernelArguments<Inputs, Attributes>) => TensorInfo | TensorInfo[],
): Kernel {
  return { kernelName, kernelFunc: kernelFunc as unknown as Kernel['kernelFunc'] };
}
