import { indexedDb } from '@genlab/core';
import { trainHere } from './recipe.js';

// A worker that trains, until a step or to the end, with its checkpoints in the database named.
addEventListener('message', async ({ data: { name, stopAt } }) => {
  try {
    postMessage(await trainHere(indexedDb(name), stopAt));
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
