// npm run bench [-- --node 24] [flags of bench/src/main.ts]: every claim about speed, beside the peers, in one run.
import { prepare } from './lib/prepare.mjs';
import { must, node, npm } from './lib/run.mjs';

const args = process.argv.slice(2);
const at = args.indexOf('--node');
const major = at >= 0 ? args.splice(at, 2)[1] : undefined;
await prepare();
const other = major ? await otherNode(major) : [];
const { code } = await node('bench/dist/main.js', [...other, ...args]);
process.exitCode = code;

/** Another Node for the JavaScript systems: the npm registry carries its binary as a package. */
async function otherNode(wanted) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const package_ = `node-${system}-${process.arch}@${wanted}`;
  const ask = ['exec', '--yes', `--package=${package_}`, '--', 'node', '-p', 'process.execPath + " " + process.version'];
  const output = await must(`Fetching ${package_}`, npm(ask, { quiet: true }));
  const [path, version] = output.trim().split('\n').at(-1).split(' ');
  return ['--node-path', path, '--node-version', version];
}
