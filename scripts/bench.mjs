// npm run bench [-- --node 24] [flags of bench/src/main.ts]: every claim about speed, beside the peers, in one run.
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { node } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path, version } = await takeNode(args);
await prepare();
const { code } = await node('bench/dist/main.js', ['--node-path', path, '--node-version', version, ...args]);
process.exitCode = code;
