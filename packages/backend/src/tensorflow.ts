import { isMissing, reasonOf } from './backend-error.js';

/** The packages that bring TensorFlow's own kernels to Node, in the order they are tried. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** What is used of tfjs-node and tfjs-node-gpu. */
interface TfjsNode {
  version?: Record<string, string>;
}

type Load = (packageName: string) => Promise<unknown>;

// The name is not a literal here, so that no bundler tries to take a native addon along.
const importPackage: Load = (packageName) => import(/* @vite-ignore */ /* webpackIgnore: true */ packageName);

/**
 * Loads tfjs-node-gpu or else tfjs-node, which register the backend `tensorflow`.
 *
 * @throws Error if neither is installed, or the one that is can't be loaded.
 */
export async function loadTensorflow(load: Load = importPackage): Promise<{ provider: string; version: string }> {
  restoreUtil();
  const failures: string[] = [];
  for (const provider of PACKAGES) {
    try {
      const { version = {} } = (await load(provider)) as TfjsNode;
      return { provider, version: version['tfjs-node'] ?? version['tfjs-core'] ?? 'unknown' };
    } catch (error) {
      if (!isMissing(error, provider)) failures.push(`${provider} failed to load: ${reasonOf(error)}`);
    }
  }
  if (failures.length > 0) {
    throw new Error(
      `useBackend: expected the backend tensorflow, got an error (${failures.join('; ')}). ` +
        'Reinstall the package so that its install script runs (npm rebuild), or use the default backend: useBackend().',
    );
  }
  throw new Error(
    `useBackend: expected ${PACKAGES.join(' or ')}, got neither. ` +
      `Install one (npm install ${PACKAGES[1]}), or use the default backend: useBackend().`,
  );
}

/** tfjs-node 4.22, the latest, calls two functions that Node 23 removed from `util`. */
function restoreUtil(): void {
  const util = globalThis.process?.getBuiltinModule?.('node:util') as Record<string, unknown> | undefined;
  if (!util) return;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
