import { afterEach, expect, it, vi } from 'vitest';
import { nextTurn } from './yield.js';

afterEach(() => vi.unstubAllGlobals());

it.each(['setImmediate', 'MessageChannel'])('lets the event loop take its turn by %s', async (way) => {
  if (way === 'MessageChannel') vi.stubGlobal('setImmediate', undefined); // as in a browser
  let turned = false;
  const timer = new Promise<void>((resolve) =>
    setTimeout(() => {
      turned = true;
      resolve();
    }, 0),
  );
  const start = performance.now();
  while (!turned && performance.now() - start < 1_000) await nextTurn();
  expect(turned).toBe(true);
  await timer;
});
