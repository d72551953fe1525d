// The built package in a page and in a Worker, as three bundlers make them without configuration, with cross-origin isolation and without.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const site = fileURLToPath(new URL('./site/', import.meta.url));
const executablePath = process.env.CHROMIUM;

/** Each writes index.html and what it loads into a folder. */
const bundlers: Record<string, (folder: string) => Promise<void>> = {
  async vite(folder) {
    const { build } = await import('vite');
    await build({ root: site, base: './', logLevel: 'error', build: { outDir: folder, emptyOutDir: false } });
  },
  async webpack(folder) {
    const { default: webpack } = await import('webpack');
    await new Promise<void>((resolve, reject) => {
      webpack({ mode: 'development', context: site, entry: './page.js', output: { path: folder, filename: 'page.js' } }, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString()));
        else resolve();
      });
    });
    copyFileSync(join(site, 'index.html'), join(folder, 'index.html'));
  },
  async 'a prebundled file'(folder) {
    const { build } = await import('esbuild');
    const entryPoints = ['page.js', 'worker.js'].map((name) => join(site, name));
    await build({ entryPoints, bundle: true, format: 'esm', outdir: folder, logLevel: 'error' });
    copyFileSync(join(site, 'index.html'), join(folder, 'index.html'));
  },
};

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Serves a folder and nothing else. */
async function serve(folder: string, headers: Record<string, string>): Promise<{ server: Server; url: string }> {
  const server = createServer(({ url = '/' }, response) => {
    const name = url === '/' ? 'index.html' : (url.split('?')[0] as string).slice(1);
    try {
      const body = readFileSync(join(folder, ...name.split('/').filter((part) => part !== '..')));
      response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream', ...headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

interface Work {
  readonly name: string;
  readonly build: string;
  readonly threads: number;
  /** How many parts of the product each thread did. */
  readonly parts: readonly number[];
  readonly values: readonly number[];
}
type Result = { readonly isolated: boolean; readonly page: Work; readonly worker: Work };

describe.skipIf(!executablePath)('built and bundled, the backend', () => {
  const folders: string[] = [];
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test.each(Object.keys(bundlers))(
    'by %s runs in a page and in a Worker, isolated or not, with the same bits',
    { timeout: 300_000 },
    async (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'genlab-site-'));
      folders.push(folder);
      await bundlers[name]?.(folder);
      const visit = async (headers: Record<string, string>): Promise<Result> => {
        const { server, url } = await serve(folder, headers);
        try {
          const page = await browser.newPage();
          await page.goto(url);
          const result = await page.evaluate('result');
          await page.close();
          return result as Result;
        } finally {
          server.close();
        }
      };
      const [open, isolated] = [await visit({}), await visit(isolation)];
      const alone = { name: 'genlab', threads: 1, parts: [0] };
      expect(open).toMatchObject({ isolated: false, page: alone, worker: alone });
      expect(isolated).toMatchObject({ isolated: true, page: alone, worker: { name: 'genlab' } });
      const { threads, parts } = isolated.worker;
      expect(threads).toBeGreaterThan(1);
      expect(parts.length).toBe(threads);
      for (const done of parts) expect(done).toBeGreaterThan(0);
      for (const { values } of [open.worker, isolated.page, isolated.worker]) expect(values).toEqual(open.page.values);
    },
  );
});
