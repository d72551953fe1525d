/**
 * A TensorFlow.js backend made for training, and the choice among backends.
 * @module @genlab/backend
 */
export { type KernelTime, type Profile, profile } from './profile.js';
export type { GenlabMemoryInfo } from './tensor-storage.js';
export { type BackendInfo, type BackendName, type UseBackendOptions, useBackend } from './use-backend.js';
export type { WasmBuild } from './wasm/load.js';
