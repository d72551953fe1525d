import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './run.mjs';

/** The examples in the doc comments of all packages, as code blocks like those of a page. */
export function examples() {
  const sources = readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name, 'src'))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
  return sources.flatMap(examplesOf);
}

/** A script that runs examples one after the other, on tfjs's plain JavaScript backend, and names the one that fails. */
export function runnerOf(examples) {
  return `
    import { dirname } from 'node:path';
    import { fileURLToPath } from 'node:url';
    import '@tensorflow/tfjs-backend-cpu';
    process.chdir(dirname(fileURLToPath(import.meta.url))); // what they write goes with the folder
    for (const { at, script } of ${JSON.stringify(examples)}) {
      await import(script).catch((error) => {
        throw new Error(\`\${at}: \${error.message}\`, { cause: error });
      });
    }
  `;
}

function examplesOf(path) {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^ *\* ```ts\n((?: *\*.*\n)*?) *\* ```$/gm)].map((match) => ({
    page: relative(root, path).split(sep).join('/'),
    line: text.slice(0, match.index).split('\n').length + 1,
    run: false,
    code: match[1].replaceAll(/^ *\* ?/gm, ''),
  }));
}
