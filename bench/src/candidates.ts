import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Candidate } from './systems.js';

const worker = fileURLToPath(new URL('./worker.js', import.meta.url));
const peer = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));
const plural = (threads: number) => `${threads} thread${threads > 1 ? 's' : ''}`;

/** The systems that can be had here, ours first, and a line on each that cannot. */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly absent: readonly string[];
}

/**
 * Looks for the systems: Pythons with torch or jax among those that GENLAB_PYTHON lists (`python3` by default), and npm packages in the folder
 * that GENLAB_PEERS names.
 *
 * @param node path of the Node that runs those on JavaScript
 */
export function findSystems(node: string): Found {
  const many = Math.min(availableParallelism(), 8);
  const threads = many > 1 ? [many, 1] : [1];
  const onNode = (name: string, backend: string, count = 1, wasm = true): Candidate => ({
    name,
    command: node,
    args: [worker, backend, String(count)],
    ...(wasm && { wasmThreads: count }),
  });
  const python = pythons();
  const torch = python.flatMap((command) =>
    versionOf(command, 'torch').flatMap((version) =>
      threads.map((count) => ({ name: `PyTorch ${version}, ${plural(count)}`, command, args: [peer('pytorch.py'), String(count)] })),
    ),
  );
  const jax = python.flatMap((command) =>
    versionOf(command, 'jax').map((version) => ({ name: `JAX ${version}`, command, args: [peer('with_jax.py')] })),
  );
  const tfjsNode = installed('@tensorflow/tfjs-node') ? [onNode('tfjs-node', 'tfjs-node', 1, false)] : [];
  const jaxJs = installed('@jax-js/jax') ? [{ ...onNode('jax-js', 'jax-js'), budgetMs: 5_000 }] : [];
  const own = threads.map((count) => onNode(`genlab, ${plural(count)}`, 'genlab', count));
  return {
    candidates: [...own, ...torch, ...jax, ...tfjsNode, onNode('tfjs-backend-wasm', 'wasm'), ...jaxJs],
    absent: [
      ...(torch.length > 0 ? [] : ['PyTorch: pip install torch, and name that Python in GENLAB_PYTHON']),
      ...(jax.length > 0 ? [] : ['JAX: pip install jax, and name that Python in GENLAB_PYTHON']),
      ...(tfjsNode.length > 0 ? [] : ['tfjs-node: npm install @tensorflow/tfjs-node, and name its folder in GENLAB_PEERS']),
      ...(jaxJs.length > 0 ? [] : ['jax-js: npm install @jax-js/jax, and name its folder in GENLAB_PEERS']),
    ],
  };
}

function pythons(): string[] {
  return process.env.GENLAB_PYTHON?.split(delimiter) ?? ['python3'];
}

/** The version of a Python's module, as short as it goes; nothing where there is none. */
function versionOf(python: string, module: string): string[] {
  const { status, stdout } = spawnSync(python, ['-c', `import ${module}; print(${module}.__version__)`], { encoding: 'utf8' });
  return status === 0 ? [/^\d+(\.\d+)*/.exec(stdout)?.[0] ?? stdout.trim()] : [];
}

function installed(name: string): boolean {
  try {
    createRequire(join(process.env.GENLAB_PEERS ?? '.', 'bench.js')).resolve(name);
    return process.env.GENLAB_PEERS !== undefined;
  } catch {
    return false;
  }
}
