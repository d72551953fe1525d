import { type BackendName, useBackend } from '@genlab/backend';
import { UsageError } from './usage-error.js';

/**
 * Sets up the backend that `--backend` names.
 *
 * @returns its name and build, for people
 * @throws UsageError if there is none of that name, or it won't start
 */
export async function takeBackend(name: string | undefined): Promise<string> {
  try {
    const taken = await useBackend(name as BackendName | undefined);
    return taken.build === undefined ? `${taken.name} (${taken.provider} ${taken.version})` : `${taken.name} (${taken.build})`;
  } catch (error) {
    throw new UsageError(`--backend: ${(error as Error).message}`);
  }
}
