import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../../shared/src/usage-error.js';
import { writeAtomically } from '../../../shared/src/write-atomically.js';

const FILE = 'groove-v1.0.0-midionly.zip';
const ADDRESS = `https://storage.googleapis.com/magentadata/datasets/groove/${FILE}`;
/** As TensorFlow Datasets records it. */
const SHA_256 = '651cbc524ffb891be1a3e46d89dc82a1cecb09a57c748c7b45b844c4841dcc1e';
const BYTES = 3_260_318;
const PATIENCE_MS = 120_000;

interface FetchOptions {
  readonly cacheFolder: string;
  readonly print: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The zip of the Groove MIDI Dataset: from the cache, or fetched from its official place. Either way it must have the recorded hash.
 *
 * @returns its path
 * @throws UsageError that says what to do if it can't be had
 */
export async function fetchGroove({ cacheFolder, print, signal, fetch = globalThis.fetch }: FetchOptions): Promise<string> {
  const path = join(cacheFolder, FILE);
  if (existsSync(path) && hashOf(readFileSync(path)) === SHA_256) return path;
  print(`fetching the Groove MIDI Dataset (3.1 MB, CC BY 4.0) from ${ADDRESS} ...`);
  const bytes = await download(fetch, signal);
  if (hashOf(bytes) !== SHA_256)
    throw new UsageError(`--data groove: what ${ADDRESS} sent is not the file it should be (its SHA-256 differs); nothing was kept.`);
  writeAtomically(path, bytes);
  return path;
}

async function download(fetch: typeof globalThis.fetch, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const advice = `Get ${FILE} by other means and give its path: --data groove:<path>.`;
  try {
    const timeout = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(ADDRESS, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > BYTES) throw new Error('it is longer than it should be');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    throw new UsageError(`--data groove: the data set can't be fetched (${cause?.message ?? message}). ${advice}`);
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
