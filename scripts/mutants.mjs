// npm run mutants [-- part of a name]: breaks the metrics in one place at a time, in a copy, and expects their tests to notice.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutants } from '../packages/metrics/test/mutants.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const [only = ''] = process.argv.slice(2);
await prepare();
const copy = copyOfTheHouse();
const source = (file) => join(copy, 'packages/metrics/src', file);
const chosen = mutants.filter(({ name }) => name.includes(only));
const wrong = [];
try {
  const filters = [...new Set(chosen.flatMap(({ tests }) => tests))];
  if (!(await passes(filters))) wrong.push('The tests fail without a mutant.');
  for (const { name, file, find, replace, tests } of wrong.length > 0 ? [] : chosen) {
    const text = readFileSync(source(file), 'utf8');
    if (text.split(find).length !== 2) {
      wrong.push(`${name}: expected to find its place once in ${file}, found it ${text.split(find).length - 1} times.`);
      continue;
    }
    writeFileSync(
      source(file),
      text.replace(find, () => replace),
    );
    const survived = await passes(tests);
    writeFileSync(source(file), text);
    process.stdout.write(`${survived ? 'SURVIVED' : 'killed  '} ${name} (${file})\n`);
    if (survived) wrong.push(`${name}: ${tests.join(', ')} did not notice.`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
process.stdout.write(wrong.map((line) => `${line}\n`).join(''));
process.stdout.write(`${chosen.length} mutants, ${wrong.length} of them alive or out of place\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** Whether the metrics' tests whose files match pass in the copy; it ends at the first that fails. */
async function passes(filters) {
  const files = readdirSync(join(copy, 'packages/metrics'), { recursive: true })
    .filter((file) => !file.startsWith('node_modules') && file.endsWith('.test.ts') && filters.some((filter) => file.includes(filter)))
    .map((file) => join('packages/metrics', file));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { code } = await run(process.execPath, [vitest, 'run', '--project=node', '--bail=1', ...files], { cwd: copy, quiet: true });
  return code === 0;
}

/** A folder in which packages/metrics is a copy and everything else is this house. */
function copyOfTheHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'genlab-mutants-'));
  const link = (path) => symlinkSync(join(root, path), join(folder, path), 'junction');
  for (const file of ['package.json', 'vitest.config.ts', 'tsconfig.base.json', 'tsconfig.json'])
    cpSync(join(root, file), join(folder, file));
  link('node_modules');
  mkdirSync(join(folder, 'packages/metrics'), { recursive: true });
  for (const name of readdirSync(join(root, 'packages')).filter((name) => name !== 'metrics')) link(join('packages', name));
  for (const path of ['src', 'test', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, 'packages/metrics', path), join(folder, 'packages/metrics', path), { recursive: true });
  }
  link('packages/metrics/node_modules');
  return folder;
}
