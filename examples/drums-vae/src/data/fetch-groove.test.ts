import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchGroove } from './fetch-groove.js';

let cacheFolder = '';
beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'genlab-fetch-'));
});
afterEach(() => rmSync(cacheFolder, { recursive: true }));

test.each<[string, () => Promise<Response>, RegExp]>([
  [
    'no network',
    () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
    /^--data groove: the data set can't be fetched \(getaddrinfo ENOTFOUND\)\. Get .*\.zip by other means and give its path: --data groove:<path>\.$/,
  ],
  ['an error', async () => new Response('gone', { status: 404 }), /can't be fetched \(status 404\)/],
  ['another file', async () => new Response('hello'), /is not the file it should be \(its SHA-256 differs\); nothing was kept\.$/],
  ['a file without end', async () => new Response(new Uint8Array(4_000_000)), /it is longer than it should be/],
])('with %s it says so, and keeps nothing', async (_, fetch, message) => {
  const lines: string[] = [];
  await expect(fetchGroove({ cacheFolder, print: (line) => lines.push(line), fetch })).rejects.toThrow(message);
  expect(lines).toEqual([expect.stringMatching(/^fetching the Groove MIDI Dataset \(3\.1 MB, CC BY 4\.0\) from https:/)]);
  expect(readdirSync(cacheFolder)).toEqual([]);
});
