import type * as tfjs from '@tensorflow/tfjs-core';
import packageJson from '../package.json' with { type: 'json' };
import { isMissing, reasonOf } from './backend-error.js';
import { checkOptions, suggestion } from './check-options.js';
import type { GenlabBackend } from './genlab-backend.js';
import { loadTfjs } from './one-tfjs.js';
import { loadTensorflow } from './tensorflow.js';
import { availableBuilds, type WasmBuild } from './wasm/load.js';

/** The backends that {@link useBackend} knows. */
export type BackendName = 'cpu' | 'genlab' | 'tensorflow' | 'webgl' | 'webgpu';

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /**
   * Which build of the kernels `genlab` runs. Default: `relaxed` (fused multiply-add) where the engine has relaxed SIMD, else `simd`. Two
   * machines give the same numbers if they run the same build.
   */
  build?: WasmBuild;
  /**
   * How many threads `genlab` computes with, 1 to 8. Default: as many as there are processors. Where there can be no others (a page's main
   * thread, a Worker without cross-origin isolation, Node with --permission and without --allow-worker) it is 1, whatever is asked for.
   * Results do not depend on it.
   */
  threads?: number;
}

/** What {@link useBackend} took. */
export interface BackendInfo {
  /** The backend that is now active in tfjs. */
  readonly name: BackendName;
  /** The build of the WASM kernels, for `genlab`. */
  readonly build?: WasmBuild;
  /** The threads that it computes with, for `genlab`. */
  readonly threads?: number;
  /** The package that brings the backend. */
  readonly provider: string;
  /** The version of that package. */
  readonly version: string;
  /** The version of tfjs-core. */
  readonly tfjs: string;
}

type Provider = Pick<BackendInfo, 'provider' | 'version' | 'build'>;

const names: readonly BackendName[] = ['cpu', 'genlab', 'tensorflow', 'webgl', 'webgpu'];
const optionNames: readonly (keyof UseBackendOptions)[] = ['build', 'threads'];

/**
 * Chooses the backend that tfjs computes with, loading it first if need be. Call it once, before the first tensor.
 *
 * - `genlab` (default): WASM kernels made for training. Node and browsers with WebAssembly SIMD.
 * - `tensorflow`: `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, whichever is installed. Node only.
 * - `webgpu`, `webgl`: `@tensorflow/tfjs-backend-webgpu`, `@tensorflow/tfjs-backend-webgl`, if installed. Browsers.
 * - `cpu`: plain JavaScript; slow, and everywhere.
 *
 * @param name - The backend. Default: `genlab`.
 * @param options - See {@link UseBackendOptions}.
 * @returns What was taken.
 * @throws RangeError for a name that is none of these, or a number of threads that is no integer from 1 to 8.
 * @throws TypeError for an option that there is not.
 * @throws Error if the backend can't be had, or there is no tfjs-core or two copies of it; the backend that was active stays so.
 * @example
 * ```ts
 * import { useBackend } from '@genlab/backend';
 *
 * const { name, build } = await useBackend();
 * console.log(name, build); // genlab relaxed
 * ```
 */
export async function useBackend(name: BackendName = 'genlab', options: UseBackendOptions = {}): Promise<BackendInfo> {
  checkArguments(name, options);
  const tf = await loadTfjs();
  const provider = await providers[name](tf, options);
  await activate(tf, name, provider.provider);
  const info = { name, ...provider, tfjs: tf.version_core };
  return name === 'genlab' ? { ...info, threads: setThreads(tf.backend() as GenlabBackend, options.threads) } : info;
}

/** Throws before anything is loaded. */
function checkArguments(name: unknown, options: UseBackendOptions): void {
  if (typeof name === 'object') {
    throw new TypeError("useBackend: expected a name first, got an object. Write useBackend('genlab', options).");
  }
  if (!names.some((known) => known === name)) {
    const got = String(name);
    throw new RangeError(`useBackend: expected one of ${names.join(', ')}, got ${got}.${suggestion(got, names)}`);
  }
  checkOptions('useBackend', options, optionNames);
  const { threads = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > 8) {
    throw new RangeError(`useBackend: expected threads to be an integer from 1 to 8, got ${threads}.`);
  }
}

/** Sets the number of threads, where one is asked for, and returns it. */
function setThreads(backend: GenlabBackend, threads: number | undefined): number {
  if (threads !== undefined) backend.threads = threads;
  return backend.threads;
}

const providers: Record<BackendName, (tf: typeof tfjs, options: UseBackendOptions) => Promise<Provider>> = {
  async cpu() {
    const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
    return { provider: '@tensorflow/tfjs-backend-cpu', version };
  },

  async genlab(tf, { build }) {
    const available = availableBuilds();
    const chosen = build ?? available[0];
    if (!chosen) {
      throw new Error(
        'useBackend: expected an engine with WebAssembly SIMD, got one without. ' +
          'Use Node 20.19 or later or a current browser, or useBackend("cpu").',
      );
    }
    if (!available.includes(chosen)) {
      throw new Error(`useBackend: expected a build that this engine runs (${available.join(', ')}), got ${chosen}. Leave the option out.`);
    }
    const { register } = await import('./register.js');
    register(chosen);
    const running = (tf.findBackend('genlab') as GenlabBackend | null)?.build ?? chosen;
    if (build && running !== build) {
      throw new Error(
        `useBackend: expected the build ${running}, which this process runs already, got ${build}. Choose it in the first call.`,
      );
    }
    return { build: running, provider: packageJson.name, version: packageJson.version };
  },

  async tensorflow() {
    return loadTensorflow();
  },

  // These imports stand in try blocks: so bundlers know that the package may be missing, and go on without it.
  async webgl(tf) {
    try {
      await import('@tensorflow/tfjs-backend-webgl');
    } catch (error) {
      throw notLoaded('webgl', error);
    }
    return registered(tf, 'webgl');
  },
  async webgpu(tf) {
    try {
      await import('@tensorflow/tfjs-backend-webgpu');
    } catch (error) {
      throw notLoaded('webgpu', error);
    }
    return registered(tf, 'webgpu');
  },
};

function notLoaded(name: 'webgl' | 'webgpu', error: unknown): Error {
  const provider = `@tensorflow/tfjs-backend-${name}`;
  if (isMissing(error, provider)) return new Error(`useBackend: expected ${provider}, got none. Install it: npm install ${provider}.`);
  return new Error(`useBackend: expected the backend ${name}, got an error (${provider} failed to load: ${reasonOf(error)}).`, {
    cause: error,
  });
}

/** The package registers its backend only in an engine that can run it. */
function registered(tf: typeof tfjs, name: 'webgl' | 'webgpu'): Provider {
  if (!tf.findBackendFactory(name)) {
    throw new Error(
      `useBackend: expected an engine with ${name === 'webgl' ? 'WebGL' : 'WebGPU'}, got none here. Use the default backend: useBackend().`,
    );
  }
  return { provider: `@tensorflow/tfjs-backend-${name}`, version: tf.version_core };
}

/** Makes the backend active, or puts the one that was active back. */
async function activate(tf: typeof tfjs, name: BackendName, provider: string): Promise<void> {
  const previous = tf.getBackend();
  let reason = `${provider} did not start`;
  try {
    if (await tf.setBackend(name)) {
      // In Node, tfjs's own backend prints an advertisement for tfjs-node at its first tensor.
      if (name === 'cpu') (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
      return;
    }
  } catch (error) {
    reason = reasonOf(error);
  }
  if (previous) await tf.setBackend(previous);
  throw new Error(`useBackend: expected the backend ${name}, got an error (${reason}). Use the default backend: useBackend().`);
}
