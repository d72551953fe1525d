import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs a program without a shell and waits for it.
 * @param {string} command path of an executable
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, quiet?: boolean }} [options] `quiet` keeps the output back and returns it
 * @returns {Promise<{ code: number, output: string }>} `code` is 128 + n where signal n ended it
 */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output }));
  });
}

/** Runs a JavaScript file with this Node. Options as for {@link run}. */
export const node = (file, args = [], options = {}) => run(process.execPath, [file, ...args], options);

/** Runs the command of a package installed at the root, found by its `bin` file, so that no shell and no PATH are needed. */
export const tool = (file, args = [], options = {}) => node(join(root, 'node_modules', file), args, options);

/** Runs npm: the one that started this script, else the one beside this Node. */
export const npm = (args, options = {}) => node(npmScript(), args, options);

function npmScript() {
  const started = process.env.npm_execpath;
  if (started?.endsWith('npm-cli.js')) return started;
  const beside = dirname(process.execPath);
  const places = [join(beside, '../lib/node_modules/npm/bin/npm-cli.js'), join(beside, 'node_modules/npm/bin/npm-cli.js')];
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`npm: expected it beside ${process.execPath}, found none. Start this script by "npm run".`);
  return found;
}

/** Runs the pnpm version that package.json pins, fetched by npm where it is not installed. */
export const pnpm = (args, options = {}) => npm(['exec', '--yes', '--package=pnpm@10.34.9', '--', 'pnpm', ...args], options);

/** Like {@link run}'s functions, but a failure ends this process with the same code. */
export async function must(what, running) {
  const { code, output } = await running;
  if (code === 0) return output;
  if (output) process.stderr.write(output);
  process.stderr.write(`${what} failed with exit code ${code}.\n`);
  process.exit(code);
}
