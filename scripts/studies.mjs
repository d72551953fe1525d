// npm run studies [-- parts of names]: computes what the guide and the pages of metrics say of false alarms, intervals and numbers of samples, and writes it there. Ten minutes or so.
import { prepare } from './lib/prepare.mjs';
import { node, root } from './lib/run.mjs';

const named = process.argv.slice(2);
const files = ['packages/metrics/test/known-truth.test.ts', 'packages/metrics/test/studies.test.ts'];
await prepare();
const vitest = ['run', '--project=node', ...files, ...(named.length > 0 ? ['--testNamePattern', named.join('|')] : [])];
process.exitCode = (await node('node_modules/vitest/vitest.mjs', vitest, { cwd: root, env: { GENLAB_STUDIES: '1' } })).code;
