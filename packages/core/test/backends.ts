import '@tensorflow/tfjs-backend-cpu';
import { useBackend } from '@genlab/backend';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe } from 'vitest';

// Makes the engine check every kernel for leaks, and keeps tfjs's cpu backend from printing an advertisement on its first write in Node.
tf.env().set('IS_TEST', true);

/** Makes tfjs's plain JavaScript backend the active one: on it every op of GenLab's is composed of tfjs ops. */
export async function useCpu(): Promise<void> {
  await tf.setBackend('cpu');
}

/** Makes GenLab's own backend the active one: on it the fused kernels run. */
export async function useGenlab(): Promise<void> {
  await useBackend('genlab');
}

/** Runs a suite twice: with composed ops on `cpu`, with fused kernels on `genlab`. */
export function onEachBackend(name: string, suite: (backend: 'cpu' | 'genlab') => void): void {
  describe.each([
    ['cpu', useCpu],
    ['genlab', useGenlab],
  ] as const)(`${name} (%s)`, (backend, activate) => {
    beforeAll(activate);
    suite(backend);
  });
}
