import type * as tfjs from '@tensorflow/tfjs-core';

type Tfjs = typeof tfjs;

/**
 * Loads tfjs-core, the copy that this package resolves to, and makes sure that it is the only one in the process. The first copy to load
 * makes the engine for all; so if the engine's environment is not of our copy's class, another was there before.
 *
 * @throws Error if tfjs-core is missing, or there are two copies of it.
 */
export async function loadTfjs(load: () => Promise<Tfjs> = () => import('@tensorflow/tfjs-core')): Promise<Tfjs> {
  const tf = await load().catch((error: unknown) => {
    throw new Error(
      `useBackend: expected the peer dependency @tensorflow/tfjs-core, got none (${String((error as Error).message).split('\n')[0]}). ` +
        'Install it: npm install @tensorflow/tfjs-core.',
      { cause: error },
    );
  });
  if (!(tf.env() instanceof tf.Environment)) {
    throw new Error(
      `useBackend: expected one copy of @tensorflow/tfjs-core, got a second one beside version ${tf.version_core}. ` +
        "See who brings it with npm ls @tensorflow/tfjs-core; with Vite, set resolve.dedupe: ['@tensorflow/tfjs-core'].",
    );
  }
  return tf;
}
