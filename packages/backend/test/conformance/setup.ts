// Registers the backend under test and tells tfjs-core's test helpers to use it. Must be evaluated before any test file.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import { GenlabBackend } from '../../src/genlab-backend.js';
import { BACKEND_NAME, register } from '../../src/register.js';
import type { WasmBuild } from '../../src/wasm/load.js';
import { captureKernels } from './captured-kernels.js';

const { GENLAB_CONFORMANCE_BUILD: build, GENLAB_CONFORMANCE_THREADS: threads, GENLAB_CONFORMANCE_CAPTURE: capture } = process.env;

const create = GenlabBackend.create.bind(GenlabBackend);
GenlabBackend.create = async (build) => {
  const backend = await create(build);
  backend.calls.threads = Number(threads);
  backend.calls.leastWork = 1; // what can be cut into parts is cut, however small
  return backend;
};
register(build as WasmBuild);
if (capture) captureKernels();
setTestEnvs([{ name: BACKEND_NAME, backendName: BACKEND_NAME, isDataSync: true }]);
