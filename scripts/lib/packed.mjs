import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node, npm, pnpm, root, tool } from './run.mjs';

/** The folders of the packages that are published. */
const published = readdirSync(join(root, 'packages')).filter((name) => existsSync(join(root, 'packages', name, 'package.json')));

/** Packs every published package as `pnpm publish` would. Returns the tarballs' paths by package. */
export async function pack(folder) {
  const tarballs = {};
  for (const name of published) {
    const to = join(folder, name);
    mkdirSync(to, { recursive: true });
    const { code, output } = await pnpm(['pack', '--pack-destination', to], { cwd: join(root, 'packages', name), quiet: true });
    if (code !== 0) throw new Error(output);
    tarballs[name] = join(to, readdirSync(to)[0]);
  }
  return tarballs;
}

/** publint, attw and a dry run of publishing, each on the packed files. Returns what they complain of. */
export async function lintTarball(name, tarball) {
  const quiet = { quiet: true };
  const runs = [
    ['publint', await tool('publint/src/cli.js', [tarball, '--strict'], quiet)],
    ['attw', await tool('@arethetypeswrong/cli/dist/index.js', [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'], quiet)],
    ['npm publish --dry-run', await npm(['publish', '--dry-run', '--provenance=false', '--access=public', '--tag=check', tarball], quiet)],
  ];
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  const missing = [
    ...['description', 'license', 'author', 'keywords', 'exports', 'engines']
      .filter((field) => !manifest[field])
      .map((field) => `package.json: no ${field}`),
    ...['README.md', 'LICENSE'].filter((file) => !existsSync(join(root, 'packages', name, file))).map((file) => `no ${file} of its own`),
  ];
  return [...missing, ...runs.filter(([, { code }]) => code !== 0).map(([what, { output }]) => `${what}:\n${output}`)];
}

/**
 * A stranger's project: installs the tarballs with npm, imports every package as ESM, trains a step, bundles the same with Vite.
 * Returns what went wrong.
 */
export async function consume(tarballs) {
  const folder = mkdtempSync(join(tmpdir(), 'genlab-consumer-'));
  try {
    const file = (path) => `file:${path}`;
    const dependencies = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [`@genlab/${name}`, file(path)]));
    const peers = { '@tensorflow/tfjs-core': '^4.22.0', '@tensorflow/tfjs-layers': '^4.22.0' };
    // The packages are not on the registry yet: what one of them asks of another is the tarball too.
    const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`]));
    const manifest = { name: 'consumer', private: true, type: 'module', dependencies: { ...dependencies, ...peers }, overrides };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(folder, 'main.js'), program);
    writeFileSync(join(folder, 'index.html'), '<script type="module" src="./main.js"></script>');
    const options = { cwd: folder, quiet: true };
    const installed = await npm(['install', '--no-audit', '--no-fund', '--prefer-offline'], options);
    if (installed.code !== 0) return [installed.output];
    const copies = Object.keys(JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages).filter((path) =>
      path.endsWith('/tfjs-core'),
    );
    const ran = await node(join(folder, 'main.js'), [], options);
    const bundled = await node(join(root, 'node_modules/vite/bin/vite.js'), ['build', '--logLevel=error'], options);
    return [
      ...(copies.length === 1 ? [] : [`expected one tfjs-core, got ${copies.join(', ')}`]),
      ...(ran.code === 0 && ran.output.trim() === 'trained on genlab' ? [] : [`in Node: ${ran.output}`]),
      ...(bundled.code === 0 ? [] : [`vite build: ${bundled.output}`]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const program = `
import * as backend from '@genlab/backend';
import * as core from '@genlab/core';
import * as gan from '@genlab/gan';
import * as metrics from '@genlab/metrics';
import * as report from '@genlab/report';
import * as tf from '@tensorflow/tfjs-core';

for (const [name, face] of Object.entries({ backend, core, gan, metrics, report })) {
  if (Object.keys(face).length === 0) throw new Error('@genlab/' + name + ' exports nothing');
}
const { name } = await backend.useBackend();
const model = new gan.DCGAN({ imageShape: [8, 8, 1], latentDim: 4, seed: 0 });
await core.train(model, core.inMemory({ x: tf.zeros([4, 8, 8, 1]) }), { steps: 1, batchSize: 4, seed: 0 });
console.log('trained on ' + name);
`;
