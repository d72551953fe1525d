// npm run check: everything about the code that is not a test of its behaviour. Each check says ok, or what is wrong.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongImports } from './lib/check-imports.mjs';
import { tooLarge } from './lib/downloads.mjs';
import { consume, lintTarball, pack } from './lib/packed.mjs';
import { prepare } from './lib/prepare.mjs';
import { node, tool } from './lib/run.mjs';

await prepare();
const scratch = mkdtempSync(join(tmpdir(), 'genlab-check-'));
let tarballs = {};

/** A tool's whole output is what is wrong, where it ends badly. */
const complaints = async (running) => {
  const { code, output } = await running;
  return code === 0 ? [] : [output];
};
const quiet = { quiet: true };

const checks = {
  'format and lint (biome)': () => complaints(tool('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.'], quiet)),
  'types (tsc)': () => complaints(tool('typescript/bin/tsc', ['-p', 'tsconfig.json'], quiet)),
  'kernels (asc)': () => complaints(node('packages/backend/scripts/check-wasm.mjs', [], quiet)),
  'unused files, exports and dependencies (knip)': () => complaints(tool('knip/bin/knip.js', ['--no-config-hints'], quiet)),
  'direction of imports': async () => wrongImports(),
  // Asked for what has changed since now, it reads every changeset all the same.
  changesets: async () => (existsSync('.git') ? complaints(tool('@changesets/cli/bin.js', ['status', '--since=HEAD'], quiet)) : []),
  'size of what a page downloads (esbuild, gzip)': tooLarge,
  packing: async () => {
    tarballs = await pack(scratch);
    return [];
  },
  'published packages (publint, attw, npm publish --dry-run)': async () => {
    const found = await Promise.all(
      Object.entries(tarballs).map(async ([name, path]) => (await lintTarball(name, path)).map((text) => `${name}: ${text}`)),
    );
    return found.flat();
  },
  'a project that installs them (npm, ESM, Vite)': () => consume(tarballs),
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  const begin = performance.now();
  const wrong = await check().catch((error) => [String(error)]);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${wrong.map((text) => `${text}\n`).join('')}`);
  failed += wrong.length > 0 ? 1 : 0;
}
if (existsSync(scratch)) rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed > 0 ? 1 : 0;
