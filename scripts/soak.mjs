// npm run soak [-- --steps 10000] [-- --models dcgan,hvae]: training must leave no tensor and no byte behind, and the resident memory flat.
import { prepare } from './lib/prepare.mjs';
import { node } from './lib/run.mjs';

await prepare();
process.exitCode = (await node('bench/dist/soak.js', process.argv.slice(2))).code;
