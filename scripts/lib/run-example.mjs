import { prepare } from './prepare.mjs';
import { node } from './run.mjs';

/** Installs, builds, and runs an example's program with the flags of this process. */
export async function runExample(name) {
  await prepare();
  // Ctrl-C reaches the training as well: it ends with the report of what there is, and only then do we.
  process.on('SIGINT', () => {});
  const { code } = await node(`examples/${name}/dist/cli.js`, process.argv.slice(2));
  process.exitCode = code;
}
