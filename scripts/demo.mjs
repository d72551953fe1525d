// npm run demo [-- flags of fonts-gan]: installs, builds, trains the font GAN and names the report. See examples/fonts-gan --help.
import { runExample } from './lib/run-example.mjs';

await runExample('fonts-gan');
