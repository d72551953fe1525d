import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { type BackendInfo, type BackendName, useBackend } from './index.js';
import { loadTfjs } from './one-tfjs.js';
import { loadTensorflow } from './tensorflow.js';
import { availableBuilds } from './wasm/load.js';

vi.mock('@tensorflow/tfjs-backend-webgl', () => ({}));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('without a name useBackend takes genlab, with the best build the engine has', async () => {
  const info = await useBackend();
  expect(info).toEqual({
    name: 'genlab',
    threads: Math.min(availableParallelism(), 8),
    build: availableBuilds()[0],
    provider: '@genlab/backend',
    version: expect.any(String),
    tfjs: '4.22.0',
  });
  expect(tf.getBackend()).toBe('genlab');
  expectTypeOf(info).toEqualTypeOf<BackendInfo>();
});

test('useBackend takes cpu by name, and says nothing on the console', async () => {
  const warn = vi.spyOn(console, 'warn');
  expect(await useBackend('cpu')).toEqual({ name: 'cpu', provider: '@tensorflow/tfjs-backend-cpu', version: '4.22.0', tfjs: '4.22.0' });
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  expect(warn).not.toHaveBeenCalled();
  await useBackend();
});

test('importing the package loads no tfjs and so registers nothing', async () => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    outdir: 'unused',
    format: 'esm',
    external: ['@tensorflow/*'],
    logLevel: 'error',
  });
  const outputs = result.metafile.outputs;
  const reached = new Set<string>();
  const follow = (name: string) => {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind !== 'import-statement' || reached.has(path)) continue;
      reached.add(path);
      follow(path);
    }
  };
  follow(Object.keys(outputs).find((name) => outputs[name]?.entryPoint?.endsWith('index.ts')) ?? '');
  expect([...reached].filter((path) => path.startsWith('@tensorflow'))).toEqual([]);
});

test.each<[unknown, unknown, string]>([
  ['genlab', { thread: 1 }, 'TypeError: useBackend: expected options among build, threads, got thread. Did you mean threads?'],
  ['genlab', { Threads: 1 }, 'TypeError: useBackend: expected options among build, threads, got Threads. Did you mean threads?'],
  ['cpu', { workers: 1 }, 'TypeError: useBackend: expected options among build, threads, got workers.'],
  ['genlab', null, 'TypeError: useBackend: expected options among build, threads, got null.'],
  ['genlab', 4, 'TypeError: useBackend: expected options among build, threads, got 4.'],
  ['genlab', { threads: '2x' }, 'RangeError: useBackend: expected threads to be an integer from 1 to 8, got 2x.'],
  ['genlab', { threads: 2.5 }, 'RangeError: useBackend: expected threads to be an integer from 1 to 8, got 2.5.'],
  ['webgl2', {}, 'RangeError: useBackend: expected one of cpu, genlab, tensorflow, webgl, webgpu, got webgl2. Did you mean webgl?'],
  [{ threads: 2 }, {}, "TypeError: useBackend: expected a name first, got an object. Write useBackend('genlab', options)."],
])('useBackend(%o, %o) from JavaScript is refused in one sentence, and nothing is loaded', async (name, options, sentence) => {
  const active = tf.getBackend();
  await expect(useBackend(name as BackendName, options as object).catch(String)).resolves.toBe(sentence);
  expect(tf.getBackend()).toBe(active);
});

describe('a backend that can not be had is one sentence with the reason and the remedy', () => {
  const message = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error.message);

  test('for an unknown name', async () => {
    expect(await message(useBackend('cuda' as BackendName))).toMatchInlineSnapshot(
      `"useBackend: expected one of cpu, genlab, tensorflow, webgl, webgpu, got cuda."`,
    );
  });

  test('for a peer that is not installed', async () => {
    expect(await message(useBackend('webgpu'))).toMatchInlineSnapshot(
      `"useBackend: expected @tensorflow/tfjs-backend-webgpu, got none. Install it: npm install @tensorflow/tfjs-backend-webgpu."`,
    );
    expect(await message(useBackend('tensorflow'))).toMatchInlineSnapshot(
      `"useBackend: expected @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node, got neither. Install one (npm install @tensorflow/tfjs-node), or use the default backend: useBackend()."`,
    );
    expect(tf.getBackend()).toBe('genlab');
  });

  test('for an engine without it', async () => {
    expect(await message(useBackend('webgl'))).toMatchInlineSnapshot(
      `"useBackend: expected an engine with WebGL, got none here. Use the default backend: useBackend()."`,
    );
  });

  test('for one that does not start, and the backend that was active stays so', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {}); // tfjs tells its own tale
    tf.registerBackend('webgl', () => Promise.reject(new Error('no graphics')));
    expect(await message(useBackend('webgl'))).toMatchInlineSnapshot(
      `"useBackend: expected the backend webgl, got an error (@tensorflow/tfjs-backend-webgl did not start). Use the default backend: useBackend()."`,
    );
    expect(tf.getBackend()).toBe('genlab');
    tf.removeBackend('webgl');
  });

  test('for an engine without SIMD', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    expect(await message(useBackend())).toMatchInlineSnapshot(
      `"useBackend: expected an engine with WebAssembly SIMD, got one without. Use Node 20.19 or later or a current browser, or useBackend("cpu")."`,
    );
    vi.stubGlobal('WebAssembly', undefined);
    expect(availableBuilds()).toEqual([]);
  });

  test('for a build that the engine does not run', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValueOnce(false).mockReturnValueOnce(true);
    expect(await message(useBackend('genlab', { build: 'relaxed' }))).toMatchInlineSnapshot(
      `"useBackend: expected a build that this engine runs (simd), got relaxed. Leave the option out."`,
    );
  });

  test('for another build than the one that runs', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(true);
    const { build: running } = await useBackend();
    const other = running === 'simd' ? 'relaxed' : 'simd';
    const text = await message(useBackend('genlab', { build: other }));
    expect(text).toBe(
      `useBackend: expected the build ${running}, which this process runs already, got ${other}. Choose it in the first call.`,
    );
  });

  test('for a missing tfjs-core', async () => {
    const missing = () => Promise.reject(new Error("Cannot find package '@tensorflow/tfjs-core' imported from /app/index.js"));
    expect(await message(loadTfjs(missing))).toMatchInlineSnapshot(
      `"useBackend: expected the peer dependency @tensorflow/tfjs-core, got none (Cannot find package '@tensorflow/tfjs-core' imported from /app/index.js). Install it: npm install @tensorflow/tfjs-core."`,
    );
  });

  test('for a second tfjs-core', async () => {
    class Environment {}
    const second = () => Promise.resolve({ ...tf, Environment, version_core: '4.21.0' } as unknown as typeof tf);
    expect(await message(loadTfjs(second))).toMatchInlineSnapshot(
      `"useBackend: expected one copy of @tensorflow/tfjs-core, got a second one beside version 4.21.0. See who brings it with npm ls @tensorflow/tfjs-core; with Vite, set resolve.dedupe: ['@tensorflow/tfjs-core']."`,
    );
  });
});

type UtilOfNode22 = Partial<Record<'isArray' | 'isNullOrUndefined', (value: unknown) => boolean>>;

describe('tensorflow', () => {
  const missing = (name: string) =>
    Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), { code: 'ERR_MODULE_NOT_FOUND' });

  test('is tfjs-node-gpu if that is installed', async () => {
    const load = () => Promise.resolve({ version: { 'tfjs-node': '4.22.0' } });
    expect(await loadTensorflow(load)).toEqual({ provider: '@tensorflow/tfjs-node-gpu', version: '4.22.0' });
  });

  test('is tfjs-node otherwise', async () => {
    const load = (name: string) => (name.endsWith('gpu') ? Promise.reject(missing(name)) : Promise.resolve({ version: {} }));
    expect(await loadTensorflow(load)).toEqual({ provider: '@tensorflow/tfjs-node', version: 'unknown' });
  });

  test('that is installed but broken says why', async () => {
    const load = (name: string) =>
      Promise.reject(name.endsWith('gpu') ? missing(name) : new Error('libtensorflow.so.2: cannot open shared object file'));
    await expect(loadTensorflow(load)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: useBackend: expected the backend tensorflow, got an error (@tensorflow/tfjs-node failed to load: libtensorflow.so.2: cannot open shared object file). Reinstall the package so that its install script runs (npm rebuild), or use the default backend: useBackend().]`,
    );
  });

  test('finds the two functions of util that Node 23 removed', async () => {
    const util = process.getBuiltinModule('node:util') as unknown as UtilOfNode22;
    const { isArray, isNullOrUndefined } = util;
    Object.assign(util, { isArray: undefined, isNullOrUndefined: undefined });
    await loadTensorflow(() => Promise.resolve({}));
    expect([util.isNullOrUndefined?.(undefined), util.isNullOrUndefined?.(0), util.isArray?.([])]).toEqual([true, false, true]);
    Object.assign(util, { isArray, isNullOrUndefined });
  });
});
