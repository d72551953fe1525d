import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from './charts.js';
import type { Results } from './results.js';
import { downloadsTable, facts, kernelsTable, startsTable, timesTable } from './tables.js';
import { works } from './works.js';

const FOLDER = 'bench/results';
const PAGE = 'docs/performance.md';
const IMAGES = 'docs/images';

/** Where the whole run on a Node lies. @param node its version, as `v24.1.0` */
export const resultsFile = (node: string) => join(FOLDER, `node-${node.slice(1).split('.')[0]}.json`);

/** Brings the tables and charts of docs/performance.md up to what the whole runs in bench/results say. Prose is not touched. */
export async function writePage(): Promise<void> {
  const runs = readRuns();
  writeFileSync(PAGE, pageOf(readFileSync(PAGE, 'utf8'), runs));
  mkdirSync(IMAGES, { recursive: true });
  if (runs.length === 0) return;
  for (const [name, svg] of Object.entries(await charts(runs))) writeFileSync(join(IMAGES, name), svg);
}

/** The whole runs, by Node. @param root the repository's folder; the current one by default */
export function readRuns(root = '.'): Results[] {
  const folder = join(root, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /^node-\d+\.json$/.test(name)) : [];
  return files.toSorted().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Results);
}

/** The page with what stands between its markers, `<!-- times 24 -->` and `<!-- end -->`, made anew. @throws RangeError for a table that there is not */
export function pageOf(page: string, runs: readonly Results[]): string {
  return page.replace(/<!-- (\w+) (\d+) -->\n[\s\S]*?<!-- end -->/g, (_, table: string, major: string) => {
    const make = tables[table];
    if (!make) throw new RangeError(`${PAGE}: expected a table of ${Object.keys(tables).join(', ')}, got ${table}.`);
    const run = runs.find(({ node }) => node.startsWith(`v${major}.`));
    return `<!-- ${table} ${major} -->\n\n${run ? make(run) : `Not run yet: \`npm run bench -- --node ${major}\`.`}\n\n<!-- end -->`;
  });
}

const tables: Readonly<Record<string, (run: Results) => string>> = {
  facts,
  times: timesTable,
  kernels: (run) => kernelsTable(run, (name) => works.find((work) => work.name === name)?.flop),
  starts: startsTable,
  downloads: downloadsTable,
};
