// npm test [-- --node 24] [-- parts of names of test files]: installs, builds, runs every test and tfjs-core's own op suite on our backend;
// ends with "N passed, N failed, N skipped".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const filters = process.argv.slice(2);
const { path: nodePath, version } = await takeNode(filters);
const chromium = findChromium();
if (!chromium && process.env.GENLAB_REQUIRE_CHROMIUM) {
  process.stderr.write('test: expected a Chromium, found none. Install one, or name it in CHROMIUM.\n');
  process.exit(1);
}
await prepare();

const scratch = mkdtempSync(join(tmpdir(), 'genlab-test-'));
const env = { ...(chromium ? { CHROMIUM: chromium } : {}), GENLAB_COUNTS: join(scratch, 'vitest.json') };
const whole = filters.length === 0;
const vitest = await run(
  nodePath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...filters,
    '--project=node',
    ...(chromium ? ['--project=chromium'] : []),
    ...(whole ? ['--coverage'] : []),
    '--reporter=default',
    '--reporter=./scripts/lib/count-reporter.mjs',
  ],
  { env },
);
const counts = existsSync(env.GENLAB_COUNTS) ? JSON.parse(readFileSync(env.GENLAB_COUNTS, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
// Too little coverage, or an error outside the tests, fails the run without failing a test.
if (vitest.code !== 0 && counts.failed === 0) counts.failed += 1;

if (whole) {
  const conformance = await run(nodePath, ['scripts/conformance.mjs'], { quiet: true });
  process.stdout.write(conformance.output);
  const specs = [...conformance.output.matchAll(/(\d+) specs?, (\d+) failures?(?:, (\d+) pending)?/g)].map((found) =>
    found.slice(1).map((count) => Number(count ?? 0)),
  );
  for (const [total, failed, pending] of specs) {
    counts.passed += total - failed - pending;
    counts.failed += failed;
    counts.skipped += pending;
  }
  if (conformance.code !== 0 && !specs.some(([, failed]) => failed > 0)) counts.failed += 1;
}

rmSync(scratch, { recursive: true, force: true });
if (!chromium) process.stdout.write('Not run: the tests in a browser (no Chromium was found; CHROMIUM can name one).\n');
process.stdout.write(`On Node ${version}:\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
