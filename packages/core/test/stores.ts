import { expect, it } from 'vitest';
import type { Store } from '../src/checkpoints/store.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const plain = (files: Awaited<ReturnType<Store['read']>>) =>
  files && Object.fromEntries(Object.entries(files).map(([name, content]) => [name, [...content]]));

/** What every store does. */
export function storeContract(make: () => Store | Promise<Store>): void {
  it('is empty at first', async () => {
    const store = await make();
    expect(await store.list()).toEqual([]);
    expect(await store.read('a')).toBeUndefined();
    await store.remove('a');
  });

  it('keeps entries, byte for byte, replaces and forgets them', async () => {
    const store = await make();
    const unlock = await store.lock();
    await store.write('a-1', { x: bytes(1, 2, 3), 'y.json': bytes() });
    await store.write('b', { x: bytes(255, 0) });
    expect([...(await store.list())].sort()).toEqual(['a-1', 'b']);
    expect(plain(await store.read('a-1'))).toEqual({ x: [1, 2, 3], 'y.json': [] });
    await store.write('a-1', { z: bytes(4) });
    expect(plain(await store.read('a-1'))).toEqual({ z: [4] });
    await store.remove('a-1');
    expect(await store.list()).toEqual(['b']);
    await unlock();
  });

  it('has what it was given, and not what becomes of it', async () => {
    const store = await make();
    const unlock = await store.lock();
    const given = bytes(1);
    await store.write('a', { x: given });
    given[0] = 2;
    const read = await store.read('a');
    expect(plain(read)).toEqual({ x: [1] });
    (read?.x as Uint8Array)[0] = 3;
    expect(plain(await store.read('a'))).toEqual({ x: [1] });
    await unlock();
  });

  it('is taken by one training at a time', async () => {
    const store = await make();
    const unlock = await store.lock();
    await expect(store.lock()).rejects.toThrow('that no training uses');
    await unlock();
    const again = await store.lock();
    await unlock(); // a second time: it is another's by now
    await expect(store.lock()).rejects.toThrow('that no training uses');
    await again();
  });
}
