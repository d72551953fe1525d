import { must, npm } from './run.mjs';

/**
 * Takes `--node <major>` out of the arguments of a command. The npm registry carries the binary of every Node as a package.
 * @param {string[]} args shortened by the two words where they are there
 * @returns {Promise<{ path: string, version: string }>} that Node, else the one that runs this
 */
export async function takeNode(args) {
  const at = args.indexOf('--node');
  if (at < 0) return { path: process.execPath, version: process.version };
  const [, major] = args.splice(at, 2);
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}@${major}`;
  const ask = ['exec', '--yes', `--package=${name}`, '--', 'node', '-p', 'process.execPath + " " + process.version'];
  const output = await must(`Fetching ${name}`, npm(ask, { quiet: true }));
  const [path, version] = output.trim().split('\n').at(-1).split(' ');
  return { path, version };
}
