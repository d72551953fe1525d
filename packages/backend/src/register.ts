import * as tf from '@tensorflow/tfjs-core';
import { GenlabBackend } from './genlab-backend.js';
import type { Kernel } from './kernel.js';
import { kernels } from './kernels/index.js';
import type { WasmBuild } from './wasm/load.js';

/** The name of the backend in tfjs's registry. */
export const BACKEND_NAME = 'genlab';

let registered: WasmBuild | undefined;

/**
 * Registers the genlab backend with its kernels: ours, and for all else the tfjs CPU kernels under our name. The lowest priority keeps
 * tfjs from choosing it by itself. A second call changes nothing.
 *
 * @param build - The build of the kernels.
 * @param strict - Whether another build than the registered one is an error.
 * @returns The build that is registered.
 */
export function register(build: WasmBuild, strict = true): WasmBuild {
  if (registered) {
    if (strict && registered !== build) {
      throw new Error(
        `useBackend: expected the build ${registered}, which this process runs already, got ${build}. Choose it in the first call.`,
      );
    }
    return registered;
  }
  const own = new Set(kernels.map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (!own.has(kernelName)) add({ kernelName, kernelFunc: kernelFunc as unknown as Kernel['kernelFunc'] });
  }
  for (const kernel of kernels) add(kernel);
  tf.registerBackend(BACKEND_NAME, () => GenlabBackend.create(build), 0);
  registered = build;
  return build;
}

function add({ kernelName, kernelFunc }: Kernel): void {
  tf.registerKernel({
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const genlab = backend as GenlabBackend;
      return genlab.run(() => kernelFunc({ inputs, attrs: attrs ?? {}, backend: genlab }));
    },
  });
}
