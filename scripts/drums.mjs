// npm run drums [-- flags of drums-vae]: installs, builds, trains the drum VAE and names the report. See examples/drums-vae --help.
import { runExample } from './lib/run-example.mjs';

await runExample('drums-vae');
