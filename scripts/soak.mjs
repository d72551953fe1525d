// npm run soak [-- --node 24] [-- --steps 10000] [-- --models dcgan,hvae]: training must leave no tensor and no byte behind, and the resident memory flat.
// Each model is trained twice, in a process of its own: captured, as train() does it by itself, and eager.
import { parseArgs } from 'node:util';
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path } = await takeNode(args);
const { values } = parseArgs({
  args,
  options: { steps: { type: 'string', default: '1000' }, models: { type: 'string', default: 'dcgan,hvae' } },
});
await prepare();
for (const model of values.models.split(',')) {
  for (const way of [[], ['--eager']]) {
    const soak = ['--expose-gc', `${root}bench/dist/soak.js`, '--model', model, '--steps', values.steps, ...way];
    const { code } = await run(path, soak);
    if (code !== 0) process.exitCode = code;
  }
}
