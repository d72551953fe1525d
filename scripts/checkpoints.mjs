// npm run checkpoints [-- --node 24] [-- --steps 4000]: what share of a training's time its checkpoints take.
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path } = await takeNode(args);
await prepare();
process.exitCode = (await run(path, [`${root}bench/dist/checkpoints.js`, ...args])).code;
