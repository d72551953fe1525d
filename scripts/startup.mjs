// npm run startup [-- --node 24] [-- --times 15]: milliseconds from the call of useBackend() to a backend that computes, each time in a fresh process in
// which tfjs has been imported. Ends badly above the limit.
import { parseArgs } from 'node:util';
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { must, root, run } from './lib/run.mjs';

const LIMIT_MS = 100;

const program = `
  await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  const { useBackend } = await import('@genlab/backend');
  const start = performance.now();
  const { build } = await useBackend();
  console.log(performance.now() - start, build);
`;

const args = process.argv.slice(2);
const { path, version } = await takeNode(args);
const { values } = parseArgs({ args, options: { times: { type: 'string', default: '15' } } });
await prepare();
const found = [];
for (let i = 0; i < Number(values.times); i++) {
  const output = await must('Starting', run(path, ['--input-type=module', '-e', program], { cwd: `${root}bench`, quiet: true }));
  const [ms, build] = output.split(' ');
  found.push({ ms: Number(ms), build: build.trim() });
}
found.sort((a, b) => a.ms - b.ms);
const [median, least, most] = [found[found.length >> 1].ms, found[0].ms, found.at(-1).ms];
process.stdout.write(
  `Node ${version}, ${found[0].build} build: useBackend() took ${median.toFixed(1)} ms, the median of ${found.length} processes (${least.toFixed(1)} to ${most.toFixed(1)})\n`,
);
process.exitCode = median < LIMIT_MS ? 0 : 1;
