import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { storeContract } from '../../test/stores.js';
import { folder } from './folder.js';

const scratch = mkdtempSync(join(tmpdir(), 'genlab-folder-'));
let made = 0;
const fresh = () => join(scratch, `run ${made++}`);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const x = { x: Uint8Array.of(1) };
const sentence = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: Error) => error.message.replaceAll(scratch, '<scratch>'),
  );

describe('folder', () => {
  storeContract(() => folder(fresh()));

  it('makes a folder of files for each entry, and nothing before it is locked', async () => {
    const path = join(fresh(), 'deep/down');
    const store = folder(path);
    expect(existsSync(path)).toBe(false);
    const unlock = await store.lock();
    await store.write('a', x);
    expect(readdirSync(path).sort()).toEqual(['a', 'lock.json']);
    expect([...readFileSync(join(path, 'a/x'))]).toEqual([1]);
    await unlock();
    expect(readdirSync(path)).toEqual(['a']);
  });

  it('clears away what a killed training left half-written', async () => {
    const path = fresh();
    mkdirSync(join(path, '.unfinished-a'), { recursive: true });
    writeFileSync(join(path, '.unfinished-a/x'), 'half');
    expect(await folder(path).list()).toEqual([]);
    await (await folder(path).lock())();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is refused while a living process has it, and taken over from a dead one', async () => {
    const path = fresh();
    mkdirSync(path);
    const child = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000); console.log(require("fs").readFileSync("/proc/self/stat", "utf8"))',
    ]);
    const [stat] = (await once(child.stdout, 'data')) as [Buffer];
    const began = String(stat)
      .slice(String(stat).lastIndexOf(')') + 2)
      .split(' ')[19];
    const lock = (holder: object) =>
      writeFileSync(join(path, 'lock.json'), JSON.stringify({ pid: child.pid, host: hostname(), began, ...holder }));
    lock({});
    expect(await sentence(folder(path).lock())).toBe(
      `folder ${path}: expected a folder that no training uses, got one in use by process ${child.pid} on ${hostname()}. If none is running, remove ${join(path, 'lock.json')}.`.replaceAll(
        scratch,
        '<scratch>',
      ),
    );
    lock({ host: 'elsewhere' });
    expect(await sentence(folder(path).lock())).toContain('on elsewhere');
    lock({ began: '1' }); // an earlier process of the same number
    await (await folder(path).lock())();
    lock({});
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await folder(path).lock())();
    lock({ pid: process.pid }); // a process before us in a container
    await (await folder(path).lock())();
    writeFileSync(join(path, 'lock.json'), ''); // killed before it was written
    await (await folder(path).lock())();
    expect(readdirSync(path)).toEqual([]);
  });

  it('says in a sentence that it was removed, that it is a file, that it may not be written to', async () => {
    const path = fresh();
    const store = folder(path);
    await store.lock();
    rmSync(path, { recursive: true });
    expect([await sentence(store.write('a', x)), await store.list(), await store.read('a')]).toMatchInlineSnapshot(`
      [
        "folder <scratch>/run 7: expected to write a, got no such folder: was it removed? (ENOENT).",
        [],
        undefined,
      ]
    `);
    const file = fresh();
    writeFileSync(file, '');
    expect(await sentence(folder(file).lock())).toMatchInlineSnapshot(
      `"folder <scratch>/run 8: expected to make it, got a file where a folder should be (EEXIST)."`,
    );
    if (process.getuid?.() !== 0) {
      const locked = fresh();
      mkdirSync(locked);
      chmodSync(locked, 0o500);
      expect(await sentence(folder(locked).lock())).toMatchInlineSnapshot();
    }
  });

  it('writes and removes over what was left half-done, also where nobody locked it', async () => {
    const path = fresh();
    for (const left of ['.unfinished-a', '.unfinished-removed-a']) {
      mkdirSync(join(path, left), { recursive: true });
      writeFileSync(join(path, left, 'x'), 'half');
    }
    const store = folder(path);
    await store.write('a', x);
    await store.remove('a');
    expect(readdirSync(path)).toEqual([]);
  });
});
