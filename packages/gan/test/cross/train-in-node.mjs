// Reads one line of JSON: a recipe, and the entries of a store. Goes on with the training in them, or begins it, and writes what comes of it.
import { readFileSync } from 'node:fs';
import { useBackend } from '@genlab/backend';
import { inMemory, memory, train } from '@genlab/core';
import { DCGAN, dcganOptions } from '@genlab/gan';

await useBackend();
const { options, data, training, entries, stopAt } = JSON.parse(readFileSync(0, 'utf8'));
const decode = (files) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text, 'base64'))]));
const encode = (files) => Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));

const store = memory();
for (const [entry, files] of Object.entries(entries)) await store.write(entry, decode(files));
const gan = new DCGAN(dcganOptions(options));
const stop = new AbortController();
let resumedFrom = null;
const on = {
  start: (event) => {
    resumedFrom = event.resumedFrom ?? null;
  },
  stepEnd: ({ step }) => {
    if (step === stopAt) stop.abort();
  },
};
await train(gan, inMemory(data), { ...training, store, signal: stop.signal, on });
const left = {};
for (const entry of await store.list()) left[entry] = encode(await store.read(entry));
const samples = [...gan.sample({ n: 6, seed: 3 }).dataSync()];
process.stdout.write(JSON.stringify({ entries: left, resumedFrom, samples }));
