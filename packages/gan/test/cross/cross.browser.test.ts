import { type Files, indexedDb, type Store } from '@genlab/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { DCGAN } from '../../src/index.js';
import { type Outcome, recipe, samplesOf, trainHere } from './recipe.js';

declare module 'vitest/browser' {
  interface BrowserCommands {
    runNode: (script: string, input: string) => Promise<string>;
  }
}

const LAST = `run-1-step-${String(recipe.training.steps).padStart(8, '0')}`;

/**
 * How far samples in [-1, 1] may lie apart: drawn by two engines from one file, and after 60 steps in two engines. Node 24 gave Chromium's bits;
 * Node 20, which has no fused multiply-add, came to 1.2e-7 and 3.6e-7.
 */
const [DRAWN, TRAINED] = [1e-6, 1e-5];

type Entries = Record<string, Record<string, string>>;

/** Trains in Node, on the entries of a store. */
async function trainInNode(
  entries: Entries,
  stopAt?: number,
): Promise<{ entries: Entries; resumedFrom: string | null; samples: number[] }> {
  const input = JSON.stringify({ ...recipe, entries, stopAt });
  return JSON.parse(await commands.runNode('packages/gan/test/cross/train-in-node.mjs', input));
}

async function entriesOf(store: Store): Promise<Entries> {
  const encode = (files: Files) => Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, toBase64(bytes)]));
  return Object.fromEntries(
    await Promise.all((await store.list()).map(async (name) => [name, encode((await store.read(name)) as Files)] as const)),
  );
}

async function fill(store: Store, entries: Entries): Promise<void> {
  for (const [entry, files] of Object.entries(entries)) {
    await store.write(entry, Object.fromEntries(Object.entries(files).map(([name, text]) => [name, fromBase64(text)])));
  }
}

const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const furthest = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

/** Trains in a worker, with its checkpoints in the database of a name. */
async function trainInWorker(name: string, stopAt?: number): Promise<Outcome> {
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data)));
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage({ name, stopAt });
    });
  } finally {
    worker.terminate();
  }
}

describe('a GAN that trains in Chromium', () => {
  let whole: Outcome;
  beforeAll(async () => {
    whole = await trainHere(indexedDb('whole'));
  });

  it('trains on the page, with checkpoints in IndexedDB, and leaks nothing', async () => {
    expect(whole.leaked).toBe(0);
    expect((await indexedDb('whole').list()).toSorted().at(-1)).toBe(LAST);
    const earlier = await DCGAN.load(indexedDb('whole'), { which: 40 });
    expect(furthest(samplesOf(earlier), whole.samples)).toBeGreaterThan(0.05);
    earlier.dispose();
  });

  it('is stopped, and goes on in a worker and again on the page, with the bits of a training that was not stopped', async () => {
    const first = await trainHere(indexedDb('moving'), 17);
    const second = await trainInWorker('moving', 38);
    const third = await trainHere(indexedDb('moving'));
    expect([first, second, third].map(({ resumedFrom }) => resumedFrom)).toEqual([undefined, 'run-1-step-00000017', 'run-1-step-00000038']);
    expect([first, second, third].map(({ leaked }) => leaked)).toEqual([0, 0, 0]);
    expect(third.samples).toEqual(whole.samples);
  });

  it('trains wholly in a worker, and the page draws from what it saved', async () => {
    const { samples } = await trainInWorker('by a worker');
    expect(samples).toEqual(whole.samples);
    const gan = await DCGAN.load(indexedDb('by a worker'));
    expect(samplesOf(gan)).toEqual(samples);
    gan.dispose();
  });

  it('draws the letters of a file saved in Node', async () => {
    const { entries, samples } = await trainInNode({});
    await fill(indexedDb('from Node'), { [LAST]: entries[LAST] as Entries[string] });
    const gan = await DCGAN.load(indexedDb('from Node'));
    const apart = furthest(samplesOf(gan), samples);
    gan.dispose();
    expect(apart).toBeLessThan(DRAWN);
    expect(furthest(whole.samples, samples)).toBeLessThan(TRAINED);
  });

  it('begins on the page and goes on in Node, and the other way round', async () => {
    await trainHere(indexedDb('to Node'), 25);
    const inNode = await trainInNode(await entriesOf(indexedDb('to Node')));
    expect(inNode.resumedFrom).toBe('run-1-step-00000025');
    expect(furthest(inNode.samples, whole.samples)).toBeLessThan(TRAINED);

    const begun = await trainInNode({}, 25);
    await fill(indexedDb('back'), begun.entries);
    const here = await trainHere(indexedDb('back'));
    expect(here.resumedFrom).toBe('run-1-step-00000025');
    expect(furthest(here.samples, whole.samples)).toBeLessThan(TRAINED);
  });
});
