// Runs the op tests that @tensorflow/tfjs-core ships in its npm package on the genlab backend: for each build of the kernels that this engine has, on one
// thread, on two, and with each call of a kernel captured and replayed. `--filter <text>` runs the specs whose name contains the text.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (script, args) =>
  spawnSync(process.execPath, [script, ...args], { cwd: `${root}packages/backend`, stdio: 'inherit' }).status ?? 1;

const status = run('scripts/build-wasm.mjs', []) || run('test/conformance/run.mjs', process.argv.slice(2));
process.exitCode = status;
