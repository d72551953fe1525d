// npm run bench [-- --node 24] [--repetitions 15] [--only seed] [--with-cpu] [--out bench/results.json]
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measure, type Row } from './measure.js';
import { PEAK } from './peak.js';
import { genlabSystems, pytorchSystems, tfjsSystem } from './systems.js';
import { works } from './works.js';

const { values } = parseArgs({
  options: {
    // Path of the Node that runs the JavaScript systems; scripts/bench.mjs makes it of --node <major>.
    'node-path': { type: 'string', default: process.execPath },
    'node-version': { type: 'string', default: process.version },
    repetitions: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    'with-cpu': { type: 'boolean', default: false },
    out: { type: 'string', default: 'bench/results.json' },
  },
});
const repetitions = Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1) {
  process.stderr.write(`--repetitions: expected an integer >= 1, got ${values.repetitions}.\n`);
  process.exit(2);
}
const chosen = [...works.map(({ name }) => name), PEAK].filter((name) => name.includes(values.only));

const node = values['node-path'];
const systems = [...(await genlabSystems(node)), await tfjsSystem('tfjs-backend-wasm', 'wasm', node), ...(await pytorchSystems())];
for (const { name, about } of systems) process.stderr.write(`${name}: ${about}\n`);
if (!systems.some(({ name }) => name.startsWith('PyTorch'))) {
  process.stderr.write('PyTorch is left out: no Python with torch was found (GENLAB_PYTHON can name one).\n');
}
if (systems.some(({ about }) => about.includes('reference BLAS'))) {
  process.stderr.write(
    'PyTorch runs on the reference BLAS, which is ten times slower than need be: apt-get install libopenblas0 for a fair peer.\n',
  );
}
const rows = await measure(systems, chosen, repetitions, (line) => process.stderr.write(`${line}\n`));
for (const system of systems) system.stop();

if (values['with-cpu']) {
  const cpu = await tfjsSystem('tfjs-backend-cpu', 'cpu', node);
  for (const work of chosen) {
    const ms = (await cpu.time(`${work}, once`)) ?? Number.NaN;
    const reference = rows.find((row) => row.work === work && row.system === 'genlab')?.medianMs ?? Number.NaN;
    rows.push({ work, system: cpu.name, medianMs: ms, minMs: ms, ratioToGenlab: ms / reference });
  }
  cpu.stop();
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} logical processors, ${process.platform}`;
process.stdout.write(table(rows));
writeFileSync(values.out, `${JSON.stringify({ machine, node: values['node-version'], rows }, undefined, 2)}\n`);
process.stdout.write(`\n${machine}, Node ${values['node-version']}; medians of ${repetitions}; written to ${values.out}\n`);

function table(all: readonly Row[]): string {
  const width = Math.max(...all.map(({ work }) => work.length));
  const lines = all.map(
    ({ work, system, medianMs, minMs, ratioToGenlab }) =>
      `${work.padEnd(width)}  ${system.padEnd(18)} ${medianMs.toFixed(2).padStart(10)} ${minMs.toFixed(2).padStart(10)} ${ratioToGenlab.toFixed(2).padStart(8)}`,
  );
  const head = `${'work'.padEnd(width)}  ${'system'.padEnd(18)} ${'median ms'.padStart(10)} ${'min ms'.padStart(10)} ${'/ genlab'.padStart(8)}`;
  return `${[head, ...lines].join('\n')}\n`;
}
