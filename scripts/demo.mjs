// npm run demo [-- flags of fonts-gan]: installs, builds, trains the font GAN and names the report. See examples/fonts-gan --help.
import { prepare } from './lib/prepare.mjs';
import { node } from './lib/run.mjs';

await prepare();
// Ctrl-C reaches the training as well: it ends with the report of what there is, and only then do we.
process.on('SIGINT', () => {});
const { code } = await node('examples/fonts-gan/dist/cli.js', process.argv.slice(2));
process.exitCode = code;
