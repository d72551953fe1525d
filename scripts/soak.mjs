// npm run soak [-- --steps 1000]: 1,000 training steps of the seed DCGAN at batch 4 must leave no tensor and no byte behind.
import { prepare } from './lib/prepare.mjs';
import { node } from './lib/run.mjs';

await prepare();
process.exitCode = (await node('bench/dist/soak.js', process.argv.slice(2))).code;
