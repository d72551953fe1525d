// npm run docs: the API reference into docs/api (a warning or an undocumented export fails it); every code block of the READMEs and
// guides is type-checked against the built packages, and those fenced as `ts run` are run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { blocksOf, pages, writeBlocks } from './lib/code-blocks.mjs';
import { prepare } from './lib/prepare.mjs';
import { must, node, root, tool } from './lib/run.mjs';

await prepare();
await must('typedoc', tool('typedoc/bin/typedoc', ['--options', 'typedoc.json']));

const blocks = pages().flatMap(blocksOf);
const { folder, files, remove } = writeBlocks(blocks);
const config = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: [folder],
};
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
await must('Type-checking the code blocks', tool('typescript/bin/tsc', ['-p', join(folder, 'tsconfig.json')]));
for (const [index, block] of blocks.entries()) {
  if (!block.run) continue;
  const script = files[index].replace(/\.ts$/, '.mjs');
  await build({ entryPoints: [files[index]], outfile: script, format: 'esm', platform: 'node', target: 'node20' });
  process.stdout.write(`Running ${block.page}:${block.line}\n`);
  await must(`${block.page}:${block.line}`, node(script, [], { quiet: true }));
}
remove();
process.stdout.write(`${blocks.length} code blocks type-checked, ${blocks.filter(({ run }) => run).length} run.\n`);
