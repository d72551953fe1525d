import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { builds, random, useBuild } from '../../test/oracle.js';
import { backend, bitsOf, partsOfWorkers } from '../../test/support/on-threads.js';
import { useBackend } from '../use-backend.js';
import type { WasmBuild } from '../wasm/load.js';

describe('threads', () => {
  beforeAll(() => useBuild(builds[0] as WasmBuild));

  test('their number is that of the processors, or what useBackend is told', async () => {
    expect(await useBackend('genlab', { threads: 3 })).toMatchObject({ threads: 3 });
    expect(await useBackend('genlab')).toMatchObject({ threads: 3 });
    await expect(useBackend('genlab', { threads: 9 })).rejects.toThrowErrorMatchingInlineSnapshot(
      '[RangeError: useBackend: expected threads to be an integer from 1 to 8, got 9.]',
    );
  });

  test('workers do parts of a replayed step, and none where one thread is asked for', () => {
    const [x, weights] = [random([300, 300], 1), random([300, 300], 2)] as [tf.Tensor2D, tf.Tensor2D];
    backend().threads = 3;
    const captured = backend().capture<{ x: tf.Tensor2D }, object, { y: tf.Tensor2D }>((batch) => ({ y: tf.matMul(batch.x, weights) }));
    const results = new Set<string>();
    const step = () => tf.tidy(() => void results.add(bitsOf(captured.step({ x }, {}).y).toString('base64')));
    for (let i = 0; i < 3; i++) step();
    const replays = (count: number) => {
      const before = captured.replays;
      const parts = partsOfWorkers(() => {
        for (let i = 0; i < count; i++) step();
      });
      expect(captured.replays - before).toBe(count);
      return parts;
    };
    while (replays(20) === 0);
    backend().threads = 1;
    expect(replays(100)).toBe(0);
    backend().threads = 3;
    while (replays(20) === 0);
    expect(results.size).toBe(1);
    captured.dispose();
    tf.dispose([x, weights]);
  });

  test('an array that was read is a copy in memory of its own, which every web API takes', () => {
    const tensor = random([100, 100], 1);
    const values = tensor.dataSync();
    expect(values.buffer).toBeInstanceOf(ArrayBuffer);
    expect(new TextDecoder().decode(tf.tensor1d([65, 66], 'int32').dataSync())).toContain('A');
    expect(crypto.getRandomValues(new Uint8Array(values.buffer as ArrayBuffer)).byteLength).toBe(values.length * 4);
    tensor.dispose();
  });

  test('a user’s own worker runs beside them', async () => {
    const worker = new Worker('require("node:worker_threads").parentPort.once("message", (m) => { throw m; })', { eval: true });
    const ended = new Promise((resolve) => worker.on('error', resolve));
    worker.postMessage('done');
    tf.dispose(tf.matMul(random([300, 300], 1), random([300, 300], 2)));
    expect(await ended).toBe('done');
  });

  /** Runs a program on the backend in a process of its own. */
  async function runAlone(program: string, flags: readonly string[] = []) {
    const outfile = fileURLToPath(new URL(`../../build/threads-${process.pid}.mjs`, import.meta.url));
    const contents = `import * as tf from '@tensorflow/tfjs-core';\nimport { useBackend } from './use-backend.js';\n${program}`;
    const resolveDir = fileURLToPath(new URL('..', import.meta.url));
    await build({
      stdin: { contents, resolveDir },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
      external: ['@tensorflow/tfjs-backend-web*', '@tensorflow/tfjs-node*'],
    });
    const { stdout, status, signal } = spawnSync(process.execPath, [...flags, outfile], { encoding: 'utf8', timeout: 30_000 });
    rmSync(outfile);
    return { stdout, status, signal };
  }

  test('they let the process end', async () => {
    const program = `
      await useBackend('genlab', { threads: 4 });
      for (let i = 0; i < 20; i++) tf.matMul(tf.ones([300, 300]), tf.ones([300, 300]));
      console.log(tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[0]);
    `;
    expect(await runAlone(program)).toEqual({ stdout: '300\n', status: 0, signal: null });
  });

  test('where Node does not permit workers, there is one', async () => {
    const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
    const program = `
      const { threads } = await useBackend('genlab', { threads: 4 });
      console.log(threads, tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[0]);
    `;
    expect(await runAlone(program, [flag, '--allow-fs-read=*'])).toEqual({ stdout: '1 300\n', status: 0, signal: null });
  });
});
