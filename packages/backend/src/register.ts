import * as tf from '@tensorflow/tfjs-core';
import { GenlabBackend } from './genlab-backend.js';
import type { Kernel } from './kernel.js';
import { kernels } from './kernels/index.js';
import type { WasmBuild } from './wasm/load.js';

/** The name of the backend in tfjs's registry. */
export const BACKEND_NAME = 'genlab';

/**
 * Registers the genlab backend with its kernels: ours, and for all else the tfjs CPU kernels under our name. The lowest priority keeps
 * tfjs from choosing it by itself. If it is registered already, nothing changes.
 *
 * @param build - The build of the kernels that it runs once it is made.
 */
export function register(build: WasmBuild): void {
  if (tf.findBackendFactory(BACKEND_NAME)) return;
  const own = new Set(kernels.map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (!own.has(kernelName)) add({ kernelName, kernelFunc: kernelFunc as unknown as Kernel['kernelFunc'] });
  }
  for (const kernel of kernels) add(kernel);
  tf.registerBackend(BACKEND_NAME, () => GenlabBackend.create(build), 0);
}

function add({ kernelName, kernelFunc }: Kernel): void {
  tf.registerKernel({
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const genlab = backend as GenlabBackend;
      return genlab.run(() => kernelFunc({ inputs, attrs: attrs ?? {}, backend: genlab }), kernelName);
    },
  });
}
