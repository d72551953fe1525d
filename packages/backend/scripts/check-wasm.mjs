// The format and the check of assembly/, which is AssemblyScript: not for tsc, biome, typedoc or knip. The compiler checks the types.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'assembly');
const problems = [];

for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
  const text = readFileSync(join(folder, name), 'utf8');
  const report = (line, message) => problems.push(`assembly/${name}:${line} ${message}`);
  if (!text.endsWith('\n') || text.endsWith('\n\n')) report(text.split('\n').length, 'expected one line feed at the end');
  for (const [index, line] of text.split('\n').entries()) {
    if (line.length > 140) report(index + 1, `expected at most 140 columns, got ${line.length}`);
    if (/\s$/.test(line)) report(index + 1, 'expected no space at the end');
    if (/\t|\r/.test(line)) report(index + 1, 'expected spaces and line feeds only');
    if (/^( {2})* [^ *]/.test(line)) report(index + 1, 'expected an indentation of two spaces a level');
    if (/^\s*[^/*\s].*"/.test(line)) report(index + 1, 'expected single quotes');
  }
}

for (const problem of problems) console.error(problem);
const { status } = spawnSync(process.execPath, ['scripts/build-wasm.mjs', '--check'], { cwd: root, stdio: 'inherit' });
process.exitCode = problems.length > 0 ? 1 : (status ?? 1);
