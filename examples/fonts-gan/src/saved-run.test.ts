import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { presets } from './config.js';
import { placeRun, readRun, type SavedRun, saveRun, setAside } from './saved-run.js';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'genlab-runs-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const nothing = { resume: false, forceNew: false };
const run = (finished: boolean): SavedRun => ({ config: presets.quick, store: '/somewhere', classes: ['A', 'B'], finished });
const save = (name: string, finished: boolean) => saveRun(join(parent, name), run(finished));

test('what is kept of a run comes back as it was; a damaged file is named', () => {
  save('a', true);
  expect(readRun(join(parent, 'a'))).toEqual(run(true));
  expect(readRun(join(parent, 'b'))).toBeUndefined();
  writeFileSync(join(parent, 'a', 'run.json'), '{ "config": { "preset": "best" } }');
  expect(() => readRun(join(parent, 'a'))).toThrow(/run\.json: config\.preset: expected one of "default", "quick", "seed", got "best"\.$/);
  writeFileSync(join(parent, 'a', 'run.json'), '{');
  expect(() => readRun(join(parent, 'a'))).toThrow(/run\.json: .*JSON/);
});

test('a run of another example is called by its name, a run of before programs were kept is read', () => {
  save('a', true);
  const path = join(parent, 'a', 'run.json');
  const { program, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  expect(program).toBe('fonts-gan');
  writeFileSync(path, JSON.stringify({ ...rest, program: 'drums-vae' }));
  expect(() => readRun(join(parent, 'a'))).toThrow(/run\.json is of a run of drums-vae, not of fonts-gan\.$/);
  writeFileSync(path, JSON.stringify(rest));
  expect(readRun(join(parent, 'a'))).toEqual(run(true));
});

test('a folder with an unfinished run goes on by itself, one with a finished run does not', () => {
  save('a', false);
  save('b', true);
  expect(placeRun({ ...nothing, out: join(parent, 'a') })).toEqual({ folder: join(parent, 'a'), saved: run(false) });
  expect(() => placeRun({ ...nothing, out: join(parent, 'b') })).toThrow(/is finished; name another folder, or say --force-new/);
  expect(() => placeRun({ ...nothing, out: parent })).toThrow(/is not empty/);
  expect(placeRun({ ...nothing, out: join(parent, 'c') })).toEqual({ folder: join(parent, 'c') });
});

test('--resume alone takes the last unfinished run, and without a folder a run is always a new one', () => {
  for (const name of ['fonts-2', 'fonts-9', 'fonts-10']) save(name, name === 'fonts-10');
  expect(placeRun({ ...nothing, resume: true }, parent)).toMatchObject({ folder: join(parent, 'fonts-9'), saved: { finished: false } });
  expect(placeRun(nothing, parent)).toEqual({ folder: join(parent, 'fonts-11') });
  expect(() => placeRun({ ...nothing, resume: true }, join(parent, 'none'))).toThrow(/^--resume: there is no unfinished run in .*none\.$/);
});

test('--force-new begins anew, and the old run keeps everything under another name', () => {
  save('a', false);
  const place = placeRun({ ...nothing, forceNew: true, out: join(parent, 'a') });
  expect(place).toEqual({ folder: join(parent, 'a'), occupied: true });
  mkdirSync(join(parent, 'a.earlier-1'));
  setAside(place.folder);
  expect(existsSync(join(parent, 'a'))).toBe(false);
  expect(readRun(join(parent, 'a.earlier-2'))).toEqual(run(false));
});
