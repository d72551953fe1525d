import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** What a page may load of the backend at most: kB (1,000 bytes) after gzip. */
const LIMIT_KB = 150;

const zipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/**
 * What a page loads, bundled and minified by esbuild, in bytes after gzip: of the backend one build of the kernels and all its JavaScript.
 * @returns {Promise<{ what: string, bytes: number }[]>}
 */
export async function downloads() {
  const backend = "import { useBackend } from '@genlab/backend'; await useBackend();";
  const peer = join(root, 'bench/node_modules/@tensorflow/tfjs-backend-wasm/dist');
  const [wasm] = readdirSync(peer).filter((name) => name.endsWith('backend-wasm-simd.wasm'));
  const core = await bundled("export * from '@tensorflow/tfjs-core';", []);
  const peerScript = await bundled("export * from '@tensorflow/tfjs-backend-wasm';", ['@tensorflow/tfjs-core']);
  return [
    { what: '@genlab/backend', bytes: await bundled(backend, ['@tensorflow/*']) },
    { what: '@genlab/backend and tfjs-backend-cpu, which it needs', bytes: await bundled(backend, othersThan('cpu')) },
    { what: 'tfjs-backend-wasm', bytes: peerScript + zipped(readFileSync(join(peer, wasm))) },
    { what: 'tfjs-core, which every backend needs', bytes: core },
  ];
}

const othersThan = (backend) =>
  ['core', ...['cpu', 'webgl', 'webgpu'].filter((name) => name !== backend).map((name) => `backend-${name}`), 'node', 'node-gpu'].map(
    (name) => `@tensorflow/tfjs-${name}`,
  );

/** Bytes after gzip of what a page of this code loads. */
async function bundled(contents, external) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: join(root, 'bench') },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: '/out',
    write: false,
    metafile: true,
    logLevel: 'error',
    external: ['node:*', ...external],
  });
  const inputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), Object.keys(output.inputs).join()]));
  // Of the two builds of the kernels a page loads one.
  const loaded = outputFiles.filter(({ path }) => !inputs.get(basename(path)).includes('simd.generated'));
  return loaded.reduce((sum, { contents: bytes }) => sum + zipped(bytes), 0);
}

/** Says so where the backend is above the limit. @returns {Promise<string[]>} */
export async function tooLarge() {
  const [{ what, bytes }] = await downloads();
  const size = (bytes / 1_000).toFixed(1);
  return bytes <= 1_000 * LIMIT_KB
    ? []
    : [`${what}: expected at most ${LIMIT_KB} kB after gzip, got ${size}. npm run bench lists what a page loads.`];
}
