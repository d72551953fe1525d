import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './run.mjs';

/** Which packages each package may import; nothing else, and never in a circle. */
const allowed = {
  backend: [],
  core: [],
  metrics: ['core'],
  gan: ['core', 'metrics'],
  vae: ['core', 'metrics'],
  report: ['core', 'metrics'],
};

/** Names every import between packages that goes against the direction, or past a package's public face. Empty where all is well. */
export function wrongImports() {
  return Object.entries(allowed).flatMap(([name, may]) =>
    sourcesOf(join(root, 'packages', name, 'src')).flatMap((file) => wrongIn(file, name, may)),
  );
}

function wrongIn(file, name, may) {
  const where = slashed(relative(root, file));
  const home = join(root, 'packages', name, 'src');
  const test = file.endsWith('.test.ts');
  /** Its own sources and manifest; a test, also the helpers of tests of any package. */
  const mayReach = (path) =>
    path.startsWith(home) ||
    path === join(home, '../package.json') ||
    (test && /^packages\/\w+\/test\//.test(slashed(relative(root, path))));
  const wrong = [];
  for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import|import\()\s*'([^']+)'/g)) {
    const [, other] = target.match(/^@genlab\/(\w+)/) ?? [];
    // A test may stand on any package to prove its own.
    if (other && other !== name && !test && !may.includes(other)) {
      wrong.push(`${where}: @genlab/${name} may import ${may.length ? may.join(', ') : 'no package of ours'}, not @genlab/${other}`);
    }
    if (target.startsWith('.') && !mayReach(join(file, '..', target))) wrong.push(`${where}: ${target} leaves the package's sources`);
    if (/^@tensorflow\/[^/]+\//.test(target)) wrong.push(`${where}: ${target} reaches into tfjs, which does not load in Node`);
  }
  return wrong;
}

const slashed = (path) => path.split(sep).join('/');

function sourcesOf(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // a package that is still to come
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesOf(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
