import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadCheckpoint, Rng } from '@genlab/core';
import { folder } from '@genlab/core/node';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const KILLS = 50;
const scratch = mkdtempSync(join(tmpdir(), 'genlab-kill-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const packages = fileURLToPath(new URL('../../', import.meta.url));
const script = join(scratch, 'child.mjs');
const bundle = () =>
  build({
    entryPoints: [fileURLToPath(new URL('killed/child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'], // or there would be two of tfjs-core
    alias: { '@genlab/core/node': `${packages}core/src/node.ts`, '@genlab/core': `${packages}core/src/index.ts` },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'silent',
  });

const start = (path: string, steps: number) =>
  spawn(process.execPath, [script, path, String(steps)], { stdio: ['ignore', 'pipe', 'inherit'] });

/** The state of a run that went to its end. */
const endOf = async (path: string) => {
  const { tensors, progress } = await loadCheckpoint(folder(path));
  const { logs } = progress.history as unknown as { readonly logs: readonly { readonly step: number; readonly values: object }[] };
  return { tensors, logs: logs.map(({ step, values }) => ({ step, values })) };
};

const finish = async (child: ChildProcess) => expect(await once(child, 'exit')).toEqual([0, null]);

it(`a training that is killed ${KILLS} times at random moments ends with the bits of one that was not`, { timeout: 180_000 }, async () => {
  await bundle();
  const moments = new Rng(3);
  const killed = join(scratch, 'killed');
  mkdirSync(killed);
  let halfWritten = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start(killed, 1_000_000);
    // One in five at any moment of its start, the others once it is on its way: in steps, and in the writing of checkpoints.
    const starting = moments.number() < 0.2;
    if (!starting) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    await setTimeout(moments.number() * (starting ? 800 : 250));
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const left = readdirSync(killed, { withFileTypes: true }).filter(({ name }) => name.startsWith('.unfinished'));
    halfWritten += left.length > 0 ? 1 : 0;
  }
  const { progress } = await loadCheckpoint(folder(killed));
  const steps = (progress.step as number) + 5;
  await finish(start(killed, steps));
  const whole = join(scratch, 'whole');
  await finish(start(whole, steps));
  expect(await endOf(killed)).toEqual(await endOf(whole));
  process.stdout.write(`${KILLS} kills on the way to step ${steps}, ${halfWritten} of them while a checkpoint was written\n`);
});
