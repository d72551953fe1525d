import { describe, expect, it, vi } from 'vitest';
import { plainSha256, sha256 } from './sha256.js';

const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 31) >> 3);

describe('sha256', () => {
  it('is that of FIPS 180-4', async () => {
    expect(await sha256(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await sha256(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is the same in plain JavaScript, whatever the length', async () => {
    for (const n of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1_000]) expect(plainSha256(bytes(n))).toBe(await sha256(bytes(n)));
    expect(plainSha256(bytes(70).subarray(3))).toBe(await sha256(bytes(70).subarray(3)));
  });

  it('does without crypto.subtle, as in a page that did not come over https', async () => {
    const wanted = await sha256(bytes(100));
    vi.stubGlobal('crypto', {});
    expect(await sha256(bytes(100))).toBe(wanted);
    vi.unstubAllGlobals();
  });
});
