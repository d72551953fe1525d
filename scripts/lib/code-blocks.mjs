import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { root } from './run.mjs';

/** Markdown that a user reads: the READMEs and the guides. */
export function pages() {
  const found = [join(root, 'README.md')];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (['node_modules', 'dist', 'api', 'runs'].includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.md') && entry.name !== 'CHANGELOG.md') found.push(path);
    }
  };
  for (const folder of ['docs', 'packages', 'examples']) walk(join(root, folder));
  return found;
}

/**
 * The TypeScript blocks of a page, each a module of its own. A block fenced as `ts continued` goes on from the one before;
 * one fenced as `ts run` is run as well as type-checked.
 * @returns {{ page: string, line: number, run: boolean, code: string }[]}
 */
export function blocksOf(page) {
  const text = readFileSync(page, 'utf8');
  const blocks = [];
  for (const match of text.matchAll(/^```ts([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const words = match[1].trim().split(/\s+/);
    const before = words.includes('continued') ? `${blocks.at(-1)?.code ?? ''}\n` : '';
    const line = text.slice(0, match.index).split('\n').length + 1;
    blocks.push({ page: relative(root, page).split(sep).join('/'), line, run: words.includes('run'), code: `${before}${match[2]}` });
  }
  return blocks;
}

/**
 * Writes each block as a file of a scratch folder beside the sources, where imports resolve as a user's would.
 * Returns the folder, its files by block, and what removes it.
 */
export function writeBlocks(blocks) {
  const folder = join(root, 'examples/fonts-gan/.cache/code-blocks');
  rmSync(folder, { recursive: true, force: true });
  const ours = join(folder, 'node_modules/@genlab');
  mkdirSync(ours, { recursive: true });
  for (const name of readdirSync(join(root, 'packages'))) symlinkSync(join(root, 'packages', name), join(ours, name), 'junction');
  const files = blocks.map(({ page, line, code }) => {
    const file = join(folder, `${basename(page, '.md').toLowerCase()}-${page.replaceAll(/\W/g, '-')}-${line}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return file;
  });
  return { folder, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
