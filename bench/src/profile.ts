// npm run profile [-- --node 24] [-- --batch 64] [-- --steps 20]: where the time of the seed DCGAN's training step goes, kernel by kernel, and how
// much of it convolutions and products take.
import { parseArgs } from 'node:util';
import { profile, useBackend } from '@genlab/backend';
import { seedDcgan } from './seed-dcgan.js';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '20' }, batch: { type: 'string', default: '64' } } });
const steps = Number(values.steps);
const { build } = await useBackend();
const step = seedDcgan(Number(values.batch));
for (let i = 0; i < 3; i++) step();
const { ms, outside, kernels } = await profile(() => {
  for (let i = 0; i < steps; i++) step();
});

const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`Seed DCGAN, batch ${values.batch}, ${build} build, Node ${process.version}: ${(ms / steps).toFixed(1)} ms a step, mean of ${steps}`);
for (const { name, calls, ms: time, share } of kernels) {
  say(`${name.padEnd(28)}${String(calls / steps).padStart(6)} calls${(time / steps).toFixed(3).padStart(10)} ms${percent(share)}`);
}
say(`${'outside of kernels'.padEnd(53)}${percent(outside)}`);
const ofProducts = kernels.filter(({ name }) => /Conv|MatMul/.test(name)).reduce((sum, { share }) => sum + share, 0);
say(`${'convolutions and products'.padEnd(53)}${percent(ofProducts)}`);
