// node packages/vae/scripts/posterior-collapse.mjs: the table of docs/guides/posterior-collapse.md, medians and ranges of three seeds (minutes).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { blocksOf, writeBlocks } from '../../../scripts/lib/code-blocks.mjs';
import { prepare } from '../../../scripts/lib/prepare.mjs';
import { root } from '../../../scripts/lib/run.mjs';

await prepare();
const [block] = blocksOf(join(root, 'docs/guides/posterior-collapse.md'));
const code = block.code.replace('const seeds = [0];', 'const seeds = [0, 1, 2];').replace('console.table(results);', '');
const { folder, remove } = writeBlocks([]);
const file = join(folder, 'posterior-collapse.mjs');
writeFileSync(file, `${(await transform(code, { loader: 'ts', format: 'esm' })).code}\nexport { results };\n`);
const { results } = await import(pathToFileURL(file).href);
remove();

const figure = (value) => value.toFixed(2).replace(/^-0\.00$/, '0.00');
const summary = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, median, high] = [sorted[0], sorted[1], sorted[2]].map(figure);
  return low === high ? median : `${median} (${low}-${high})`;
};
for (const name of new Set(results.map((result) => result.name))) {
  const rows = results.filter((result) => result.name === name);
  const level = (of, i) => summary(rows.map((row) => row[of][i]));
  const verdicts = [0, 1].map((i) => [...new Set(rows.map((row) => row.verdicts[i]))].join(' / '));
  const cells = [
    name,
    summary(rows.map((row) => row.aboveLimit)),
    `${level('kl', 0)}, ${level('kl', 1)}`,
    `${level('deltaNll', 0)}, ${level('deltaNll', 1)}`,
    summary(rows.map((row) => row.pattern)),
    verdicts.join(', '),
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
