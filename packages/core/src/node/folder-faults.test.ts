import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints, numbersOf } from '../../test/line-model.js';
import { latestCheckpoint } from '../checkpoints/runs.js';
import type { Store } from '../checkpoints/store.js';
import { train } from '../train/train.js';
import { type FileSystem, folder, folderOn } from './folder.js';

beforeAll(useCpu);

const scratch = mkdtempSync(join(tmpdir(), 'genlab-faults-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let made = 0;
const fresh = () => join(scratch, String(made++));

const options = { steps: 6, batchSize: 4, checkpoint: { everySteps: 2 } };
const run = async (store?: Store, steps = options.steps) => {
  const model = new LineModel();
  const tensors = tf.memory().numTensors;
  try {
    await train(model, linePoints(), { ...options, steps, store });
    return numbersOf(model);
  } finally {
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  }
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error.message.replaceAll(scratch, '<scratch>'),
  );

/** The file system of Node, where the operations from the n-th on that change something fail: `count` of them, or all. */
function failing(n: number, count = Number.POSITIVE_INFINITY): { readonly files: FileSystem; readonly used: () => number } {
  let used = 0;
  const broken = <A extends unknown[], R>(operation: (...args: A) => R, half?: (...args: A) => void) => {
    return (...args: A): R => {
      const index = used++;
      if (index < n || index >= n + count) return operation(...args);
      half?.(...args);
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
  };
  const files = {
    ...fs,
    mkdirSync: broken(fs.mkdirSync as FileSystem['mkdirSync']),
    openSync: broken(fs.openSync),
    writeSync: broken(fs.writeSync as (file: number, what: string | Uint8Array) => number, (file, what) => {
      fs.writeSync(file, Buffer.from(what).subarray(0, what.length / 2));
    }),
    renameSync: broken(fs.renameSync),
    rmSync: broken(fs.rmSync),
    fsync: broken(promisify(fs.fsync)),
  };
  return { files: files as unknown as FileSystem, used: () => used };
}

describe('a training whose disk fails', () => {
  it('at any operation: says so in one sentence, keeps an earlier checkpoint whole, and goes on from it to the same bits', async () => {
    const longer = await run(undefined, 8); // the failing one may have been at its very end
    const counter = failing(Number.POSITIVE_INFINITY);
    await run(folderOn(counter.files, fresh()));
    expect(counter.used()).toBeGreaterThan(60);
    for (let n = 0; n < counter.used() - 2; n++) {
      const path = fresh();
      const said = await failure(run(folderOn(failing(n).files, path)));
      expect(said, `operation ${n}`).toMatch(
        /^folder .+: expected to (make it|lock it|write|remove) ?\S*, got no space left on the disk \(ENOSPC\)\./,
      );
      const { damaged, checkpoint } = await latestCheckpoint(folder(path));
      expect(damaged).toEqual([]);
      const step = /The last checkpoint was of step (\d+), in folder .+\.$/.exec(said as string)?.[1];
      if (step !== undefined) expect(checkpoint?.progress.step).toBeGreaterThanOrEqual(Number(step));
      expect(await run(folder(path), 8)).toEqual(longer);
    }
  });

  it('once, at any operation: can go on in the same process', async () => {
    const longer = await run(undefined, 8);
    for (let n = 3; n < 40; n += 4) {
      const store = folderOn(failing(n, 1).files, fresh());
      await failure(run(store));
      expect(await run(store, 8)).toEqual(longer);
    }
  });

  it.skipIf(!canMount())(
    'because it is full: says so, and goes on when there is room again (skipped without the right to mount)',
    async () => {
      const path = mounted('64k');
      try {
        const store = folder(join(path, 'run'));
        writeFileSync(join(path, 'other'), new Uint8Array(36_000));
        const said = await failure(run(store));
        expect(said).toMatch(
          /^folder <scratch>\/\d+\/run: expected to write run-1-step-0000000\d, got no space left on the disk \(ENOSPC\)\. /,
        );
        expect((await latestCheckpoint(store)).checkpoint).toBeDefined();
        rmSync(join(path, 'other'));
        expect(await run(store)).toEqual(await run());
      } finally {
        spawnSync('umount', [path]);
      }
    },
  );

  it('because the folder may only be read: says so before the first step', async () => {
    const root = process.getuid?.() === 0;
    if (root && !canMount()) return; // nothing is forbidden to this user, and no read-only file system can be made
    const path = root ? mounted('64k') : fresh();
    if (root) spawnSync('mount', ['-o', 'remount,ro', path]);
    else {
      mkdirSync(path);
      chmodSync(path, 0o500);
    }
    try {
      expect(await failure(run(folder(path)))).toMatch(
        /^folder <scratch>\/\d+: expected to (make|lock) it, got (no permission|a read-only file system) \(E\w+\)\.$/,
      );
    } finally {
      if (root) spawnSync('umount', [path]);
      else chmodSync(path, 0o700);
    }
  });

  it('because somebody removed the folder: says so, and makes no new one', async () => {
    const path = fresh();
    const model = new LineModel();
    const remove = { stepEnd: ({ step }: { readonly step: number }) => (step === 3 ? rmSync(path, { recursive: true }) : undefined) };
    expect(await failure(train(model, linePoints(), { ...options, store: folder(path), on: remove }))).toMatch(
      /^folder <scratch>\/\d+: expected to write run-1-step-0000000[24], got no such folder: was it removed\? \(ENOENT\)\. /,
    );
    expect(await folder(path).list()).toEqual([]);
    model.dispose();
  });
});

/** A file system in memory of a size; whoever calls it unmounts it. */
function mounted(size: string): string {
  const path = fresh();
  mkdirSync(path);
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  return path;
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), 'genlab-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', path]);
  if (status === 0) spawnSync('umount', [path]);
  rmSync(path, { recursive: true, force: true });
  return status === 0;
}
