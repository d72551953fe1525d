// npm run fuzz [-- --graphs 2000] [-- --seed 1] [-- --node 24]: random graphs of tfjs ops with their gradients, on our backend and on tfjs's
// CPU backend.
import { parseArgs } from 'node:util';
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path } = await takeNode(args);
const { values } = parseArgs({
  args,
  options: { graphs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
await prepare();
const env = { GENLAB_FUZZ_GRAPHS: values.graphs, GENLAB_FUZZ_SEED: values.seed };
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project=node', 'packages/backend/test/fuzz/fuzz.test.ts'];
process.exitCode = (await run(path, vitest, { cwd: root, env })).code;
