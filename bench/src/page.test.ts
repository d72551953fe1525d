import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { charts } from './charts.js';
import { pageOf, readRuns } from './page.js';
import type { Results } from './results.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

test('the tables and plots of docs/performance.md say what the whole runs in bench/results do: else run npm run bench -- --page', async () => {
  const runs = readRuns(root);
  expect(pageOf(read('docs/performance.md'), runs)).toBe(read('docs/performance.md'));
  if (runs.length === 0) return;
  for (const [name, svg] of Object.entries(await charts(runs))) expect(read(`docs/images/${name}`)).toBe(svg);
});

const times = (medianMs: number) => ({ n: 9, minMs: medianMs, lowerQuartileMs: medianMs, medianMs, upperQuartileMs: medianMs });
const run: Results = {
  machine: 'a processor',
  date: '2026-11-25',
  node: 'v24.0.0',
  minutes: 1,
  pace: { turns: 5, turnMs: 200, warmUpMs: 500, budgetMs: 20_000 },
  systems: [
    { name: 'genlab, 2 threads', about: 'a', wasmThreads: 2 },
    { name: 'genlab, 1 thread', about: 'a', wasmThreads: 1 },
    { name: 'PyTorch 2.15.0, 2 threads', about: 'b' },
    { name: 'PyTorch 2.15.0, 1 thread', about: 'b' },
    { name: 'jax-js', about: 'c', wasmThreads: 1 },
  ],
  absent: [],
  peak: { simd: 20, relaxed: 40 },
  rows: [
    { work: 'matrix product 1024^3', system: 'genlab, 2 threads', ...times(40) },
    { work: 'matrix product 1024^3', system: 'genlab, 1 thread', ...times(71.5827) },
    { work: 'matrix product 1024^3', system: 'PyTorch 2.15.0, 2 threads', ...times(20) },
    { work: 'matrix product 1024^3', system: 'PyTorch 2.15.0, 1 thread', ...times(30) },
    { work: 'matrix product 1024^3', system: 'jax-js', missing: 'not written' },
  ],
  coldStarts: [
    { work: 'a step', system: 'jax-js', n: 3, readyMs: 100, firstStepMs: 1_500, peakBytes: 1.234e9 },
    { work: 'a step', system: 'genlab, 2 threads', n: 3, tfjsMs: 200, readyMs: 300, firstStepMs: 400, peakBytes: 5e7 },
  ],
  downloads: [{ what: 'all of it', bytes: 12_340 }],
};
const table = (name: string) => pageOf(`<!-- ${name} 24 -->\nold\n<!-- end -->`, [run]);

test('a table of times has a column a library, a number for each count of threads, and the fastest peer against our fastest', () => {
  expect(table('times')).toMatchInlineSnapshot(`
    "<!-- times 24 -->

    | work | genlab<br>2 / 1 threads | PyTorch 2.15.0<br>2 / 1 threads | jax-js | fastest peer<br>/ our fastest |
    | --- | ---: | ---: | ---: | ---: |
    | matrix product 1024^3 | 40 / 71.6 | 20 / 30 | – | 0.5 |

    <!-- end -->"
  `);
});

test('a table of kernels has GFLOP/s, and ours as a share of the peak of their threads', () => {
  expect(table('kernels')).toMatchInlineSnapshot(`
    "<!-- kernels 24 -->

    | kernel | genlab, 2 threads | genlab, 1 thread | fastest peer |
    | --- | ---: | ---: | ---: |
    | matrix product 1024^3 | 53.7 (67 %) | 30 (75 %) | 107 (PyTorch 2.15.0, 2 threads) |

    <!-- end -->"
  `);
});

test('a table of first steps names the loading of tfjs apart', () => {
  expect(table('starts')).toMatchInlineSnapshot(`
    "<!-- starts 24 -->

    | work | system | tfjs loaded, s | ready, s | first step done, s | memory at its peak, MB |
    | --- | ---: | ---: | ---: | ---: | ---: |
    | a step | jax-js |  | 0.10 | 1.50 | 1,234 |
    | a step | genlab, 2 threads | 0.20 | 0.30 | 0.40 | 50 |

    <!-- end -->"
  `);
});

test('sizes are kB of a thousand bytes', () => {
  expect(table('downloads')).toContain('| all of it | 12.3 |');
});

test('the facts say what was not run, and why', () => {
  expect(table('facts')).toContain('- Not run (matrix product 1024^3): jax-js: not written.');
});

test('a system that was no longer waited for is over the limit; the way in which one was fastest is told', () => {
  const slow = { work: 'a step', system: 'jax-js', overMs: 30_000 };
  const chosen = { work: 'a step', system: 'PyTorch 2.15.0, 1 thread', ...times(30), how: 'images as planes' };
  const rows = [slow, chosen, { ...chosen, work: 'another' }, { ...chosen, work: 'a third', how: 'images as pixels' }];
  const page = pageOf('<!-- times 24 -->\n<!-- end -->\n<!-- facts 24 -->\n<!-- end -->', [{ ...run, rows }]);
  expect(page).toContain('| a step | – / – | – / 30 | over 30 s |');
  expect(page).toContain('- Fastest way of PyTorch 2.15.0, 1 thread: images as planes; images as pixels in a third.');
});

test('a page whose run is not there says how to make it; a marker of no table is refused', () => {
  expect(pageOf('<!-- times 20 -->\n<!-- end -->', [run])).toContain('Not run yet: `npm run bench -- --node 20`.');
  expect(() => pageOf('<!-- speed 24 -->\n<!-- end -->', [run])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: docs/performance.md: expected a table of facts, times, kernels, starts, downloads, got speed.]`,
  );
});
