// npm run bench [-- --node 24] [--only seed] [--quick] [--page] [--out file]: times everything and writes bench/results/node-<major>.json; a whole
// run, and --page alone, brings docs/performance.md up to what is in there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findSystems } from './candidates.js';
import { coldStarts } from './cold-start.js';
import { measure } from './measure.js';
import { resultsFile, writePage } from './page.js';
import type { Download, Peak, Results } from './results.js';
import { type System, start } from './systems.js';
import { consoleTable } from './tables.js';
import { SEED_DCGAN, SEED_HVAE, works } from './works.js';

const { values } = parseArgs({
  options: {
    // Path of the Node that runs the systems on JavaScript; scripts/bench.mjs makes it of --node <major>, and measures the downloads.
    'node-path': { type: 'string', default: process.execPath },
    'node-version': { type: 'string', default: process.version },
    downloads: { type: 'string', default: '[]' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
if (values.page) {
  await writePage();
  process.exit();
}

const begin = performance.now();
const node = values['node-path'];
const pace = values.quick
  ? { turns: 3, turnMs: 50, warmUpMs: 100, budgetMs: 5_000 }
  : { turns: 5, turnMs: 200, warmUpMs: 500, budgetMs: 20_000 };
const chosen = works.filter(({ name }) => name.includes(values.only));
const { candidates, absent } = findSystems(node);
for (const line of absent) say(`left out is ${line}`);

const peak: Peak = JSON.parse(spawnSync(node, [fileURLToPath(new URL('./peak.js', import.meta.url))], { encoding: 'utf8' }).stdout);
const cold = chosen.filter(({ name }) => name === SEED_DCGAN || name === SEED_HVAE);
say('cold starts');
const started = await coldStarts(candidates, cold, values.quick ? 1 : 3, pace.budgetMs);
const systems: System[] = [];
for (const candidate of candidates) systems.push(await start(candidate));
for (const { name, about } of systems) say(`${name}: ${about}`);
const rows = await measure(systems, chosen, pace, say);
for (const system of systems) system.stop();

const results: Results = {
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} logical processors, ${process.platform}`,
  date: new Date().toISOString().slice(0, 10),
  node: values['node-version'],
  minutes: Math.round((performance.now() - begin) / 6_000) / 10,
  pace,
  systems: systems.map(({ name, about, wasmThreads }) => ({ name, about, wasmThreads })),
  absent,
  peak,
  rows,
  coldStarts: started,
  downloads: JSON.parse(values.downloads) as Download[],
};
const whole = values.only === '' && !values.quick;
const out = values.out ?? (whole ? resultsFile(results.node) : join('bench/results', 'part.json'));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${JSON.stringify(results, undefined, 1)}\n`);
process.stdout.write(`${consoleTable(results)}\n${results.machine}, Node ${results.node}; ${results.minutes} minutes; written to ${out}\n`);
if (whole && !values.out) await writePage();
