import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));
const inBrowser = '**/*.browser.test.ts';

/** What a test in a page can ask for: a script run in Node, on the builds, with a text as its input. */
function runNode(_context: unknown, script: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [script], { maxBuffer: 2 ** 26 }, (error, output) =>
      error ? reject(error) : resolve(output),
    );
    child.stdin?.end(input);
  });
}

// Tests run on the sources, so that the line that fails is the line one edits.
const resolve = {
  alias: [
    { find: /^@genlab\/(\w+)\/(\w+)$/, replacement: source('$1/src/$2.ts') },
    { find: /^@genlab\/(\w+)$/, replacement: source('$1/src/index.ts') },
  ],
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.generated.ts'],
      reporter: ['text-summary'],
      thresholds: { lines: 90 },
    },
    projects: [
      {
        resolve,
        test: {
          name: 'node',
          include: ['packages/*/{src,test}/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'bench/src/**/*.test.ts', 'scripts/**/*.test.mjs'],
          exclude: ['**/node_modules/**', inBrowser],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        // Found out late, a dependency would make Vite reload the page in the middle of a test.
        optimizeDeps: {
          include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-webgl'],
        },
        test: {
          name: 'chromium',
          include: [`packages/${inBrowser}`],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { runNode },
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: process.env.CHROMIUM,
                args: [
                  '--no-sandbox',
                  '--use-angle=swiftshader', // WebGL in software
                  '--enable-unsafe-swiftshader',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
          },
        },
      },
    ],
  },
});
