import { describe, expect, it } from 'vitest';
import { storeContract } from '../../test/stores.js';
import { indexedDb } from './indexed-db.js';

let made = 0;
describe('indexedDb', () => {
  storeContract(() => indexedDb(`contract ${made++}`));

  it('lasts: another object of the same name finds what was written', async () => {
    await indexedDb('lasting').write('a', { x: Uint8Array.of(1, 2) });
    expect(await indexedDb('lasting').read('a')).toEqual({ x: Uint8Array.of(1, 2) });
    expect(await indexedDb('another').list()).toEqual([]);
  });

  it('is locked against a worker, too, and free again when that is gone', async () => {
    const source = `navigator.locks.request('genlab indexedDb shared', () => { postMessage('taken'); return new Promise(() => {}); })`;
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    await expect(indexedDb('shared').lock()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: indexedDb shared: expected a store that no training uses, got one in use. Another tab or worker may be training.]`,
    );
    worker.terminate();
    await expect.poll(async () => (await navigator.locks.query()).held?.length).toBe(0);
    await (await indexedDb('shared').lock())();
  });
});
