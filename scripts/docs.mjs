// npm run docs: the API reference into docs/api (a warning or an undocumented export fails it); every code block of the READMEs and
// guides and every example in a doc comment is type-checked against the built packages; blocks fenced as `ts run` and all examples are run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { blocksOf, pages, writeBlocks } from './lib/code-blocks.mjs';
import { examples, runnerOf } from './lib/examples.mjs';
import { prepare } from './lib/prepare.mjs';
import { must, node, root, tool } from './lib/run.mjs';

await prepare();
await must('typedoc', tool('typedoc/bin/typedoc', ['--options', 'typedoc.json']));

const blocks = [...pages().flatMap(blocksOf), ...examples()];
const { folder, files, remove } = writeBlocks(blocks);
const config = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: [folder],
};
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
await must('Type-checking the code blocks', tool('typescript/bin/tsc', ['-p', join(folder, 'tsconfig.json')]));
const inComments = [];
for (const [index, block] of blocks.entries()) {
  if (!block.run && !block.page.endsWith('.ts')) continue;
  const script = files[index].replace(/\.ts$/, '.mjs');
  await build({ entryPoints: [files[index]], outfile: script, format: 'esm', platform: 'node', target: 'node20' });
  if (!block.run) {
    inComments.push({ at: `${block.page}:${block.line}`, script: pathToFileURL(script).href });
    continue;
  }
  process.stdout.write(`Running ${block.page}:${block.line}\n`);
  await must(`${block.page}:${block.line}`, node(script, [], { quiet: true }));
}
process.stdout.write(`Running ${inComments.length} examples of doc comments\n`);
const runner = join(folder, 'run-examples.mjs');
writeFileSync(runner, runnerOf(inComments));
await must('The examples of doc comments', node(runner, [], { quiet: true }));
remove();
process.stdout.write(`${blocks.length} code blocks type-checked, ${blocks.filter(({ run }) => run).length + inComments.length} run.\n`);
