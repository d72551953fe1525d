import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { type BackendName, useBackend } from '@genlab/backend';
import { installGradients } from '@genlab/core';
import { useWasm } from './tfjs-wasm.js';

/** Makes a tfjs backend active: GenLab's, tfjs-backend-wasm, tfjs-node from the folder that GENLAB_PEERS names, or cpu. Returns what it is. */
export async function useSystem(backend: string, threads: number): Promise<string> {
  installGradients();
  if (backend === 'wasm') return useWasm();
  if (backend === 'tfjs-node') return useTfjsNode();
  const info = await useBackend(backend as BackendName, backend === 'genlab' ? { threads } : {});
  return [info.provider, info.version, info.build && `(${info.build})`].filter(Boolean).join(' ');
}

/** tfjs-node is no dependency, as its install downloads binaries; and its last release calls two functions that Node 23 took away. */
async function useTfjsNode(): Promise<string> {
  Object.assign(util, { isArray: Array.isArray, isNullOrUndefined: (value: unknown) => value == null });
  const peer = createRequire(join(process.env.GENLAB_PEERS ?? '.', 'bench.js'));
  const quiet = console.warn;
  console.warn = () => {}; // it brings a tfjs-core of its own, whose kernels are registered already
  const node = peer('@tensorflow/tfjs-node') as { version: Record<string, string>; backend(): { binding: { TF_Version: string } } };
  console.warn = quiet;
  await import('@tensorflow/tfjs-core').then((tf) => tf.setBackend('tensorflow'));
  return `tfjs-node ${node.version['tfjs-node']} on TensorFlow ${node.backend().binding.TF_Version}`;
}
