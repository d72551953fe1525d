// npm run profile [-- --node 24] [-- --batch 64]: where the time of a training step goes, kernel by kernel.
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { root, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path } = await takeNode(args);
await prepare();
process.exitCode = (await run(path, [`${root}bench/dist/profile.js`, ...args])).code;
