import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { must, node, pnpm, root, tool } from './run.mjs';

/** Packages in the order in which they can be built: each group needs only the groups before it. */
const groups = [
  ['packages/backend', 'packages/core'],
  ['packages/metrics'],
  ['packages/gan', 'packages/report', 'packages/vae'],
  ['examples/fonts-gan', 'examples/drums-vae', 'bench'],
];

/** Installs the dependencies and builds every package, each only where something changed since the last time. */
export async function prepare() {
  await install();
  await build();
}

/** Installs what pnpm-lock.yaml names, unless that was done for this very lock file. */
async function install() {
  const stamp = join(root, 'node_modules/.cache/genlab-installed');
  const wanted = hashOf(['pnpm-lock.yaml', 'pnpm-workspace.yaml']);
  if (readIfThere(stamp) === wanted) return;
  process.stdout.write('Installing dependencies (once; needs the npm registry) ...\n');
  await must('Installing', pnpm(['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], { quiet: true }));
  write(stamp, wanted);
}

/** Builds the packages whose sources, or whose dependencies' sources, changed since their last build. */
async function build() {
  const shared = hashOf(['tsup.config.ts', 'tsconfig.base.json', 'pnpm-lock.yaml']);
  let below = shared;
  for (const group of groups) {
    const hashes = group.map((folder) => [folder, hashOf(sourcesOf(folder), below)]);
    await Promise.all(hashes.map(([folder, hash]) => buildOne(folder, hash)));
    below = hashes.map(([, hash]) => hash).join();
  }
}

async function buildOne(folder, hash) {
  const stamp = join(root, 'node_modules/.cache/genlab-built', folder.replaceAll('/', '-'));
  if (readIfThere(stamp) === hash && existsSync(join(root, folder, 'dist'))) return;
  process.stdout.write(`Building ${folder} ...\n`);
  const options = { cwd: join(root, folder), quiet: true };
  const wasm = join(root, folder, 'scripts/build-wasm.mjs');
  if (existsSync(wasm)) await must(`Building the kernels of ${folder}`, node(wasm, [], options));
  const config = relative(options.cwd, join(root, 'tsup.config.ts'));
  await must(`Building ${folder}`, tool('tsup/dist/cli-default.js', ['--config', config], options));
  write(stamp, hash);
}

/** Files that decide what a build makes. */
function sourcesOf(folder) {
  const found = [join(folder, 'package.json'), join(folder, 'tsconfig.json')];
  const walk = (place) => {
    for (const entry of readdirSync(join(root, place), { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!/\.(test|generated)\.ts$/.test(entry.name)) found.push(path);
    }
  };
  for (const part of ['src', 'assembly', 'scripts']) if (existsSync(join(root, folder, part))) walk(join(folder, part));
  if (folder.startsWith('examples/')) walk('examples/shared/src');
  return found.sort();
}

function hashOf(files, seed = '') {
  const hash = createHash('sha256').update(seed);
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
