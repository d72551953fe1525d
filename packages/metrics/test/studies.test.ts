import { existsSync, readFileSync } from 'node:fs';
import { useBackend } from '@genlab/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MetricInfo, registry } from '../src/index.js';
import { coverageOf } from './studies/coverage.js';
import { intervalCases } from './studies/interval-cases.js';
import { page, tableIn, WHOLE, writeTable } from './studies/page.js';
import { pageOf, registryTable, sizesTable } from './studies/pages-of-metrics.js';
import { rateOf } from './studies/rate-of.js';
import { measure, SIZES, toldApartFrom } from './studies/sizes.js';
import { sizesOfLatents } from './studies/sizes-of-latents.js';
import { sizesOfRhythms } from './studies/sizes-of-rhythms.js';
import { sizesOfSamples } from './studies/sizes-of-samples.js';

const studies = [...sizesOfSamples, ...sizesOfLatents, ...sizesOfRhythms];
const metrics = [...new Set([...Object.keys(registry).map((name) => name.split('.')[0]!), 'collapse'])];
const figures: Readonly<Record<string, MetricInfo>> = registry;
const HOURS = 3_600_000; // no machine's load may decide a test

beforeAll(async () => {
  await useBackend('genlab'); // the searches for neighbours run on it
});

describe('the pages of metrics', () => {
  it.each(metrics)('%s: says what the registry says, and all that a page has to', (metric) => {
    expect(existsSync(pageOf(metric)), pageOf(metric)).toBe(true);
    const text = readFileSync(pageOf(metric), 'utf8');
    for (const heading of ['# ', '## Meaning', '## Formula', '## How many samples', '## How it lies']) expect(text).toContain(`${heading}`);
    if (metric === 'collapse') return; // a verdict, not a figure
    if (WHOLE) writeTable(pageOf(metric), 'registry', registryTable(metric));
    expect(tableIn(pageOf(metric), 'registry')).toEqual(registryTable(metric));
  });

  it('are all in the index', () => {
    const index = readFileSync(page('metrics/which-metric.md'), 'utf8');
    for (const metric of metrics) expect(index).toContain(`[\`${metric}\`](${metric}.md)`);
  });
});

describe('numbers of samples', () => {
  it.each(studies)(
    '$metric: gives what its page says',
    (study) => {
      const sizes = study.sizes ?? SIZES;
      const tried = WHOLE ? sizes : sizes.slice(0, 1);
      const measured = measure(study, tried);
      const table = sizesTable(study, tried, measured);
      if (WHOLE) writeTable(pageOf(study.metric), 'sizes', table);
      expect(tableIn(pageOf(study.metric), 'sizes').map((row) => row.slice(0, 2 + tried.length))).toEqual(table);
      if (!WHOLE) return;
      for (const [figure, worlds] of Object.entries(measured)) {
        if (figure in figures) expect.soft(figures[figure]!.samples, figure).toBe(toldApartFrom(worlds, sizes));
      }
    },
    HOURS,
  );
});

describe('intervals', () => {
  const runs = WHOLE ? 400 : 12;
  const measured = intervalCases.map((one) => [one.name, one] as const);
  const rows: string[][] = [];

  it.each(measured)(
    '%s: hold the truth about as often as they say',
    (name, one) => {
      const { held, width } = coverageOf(one, runs, 6_000_000);
      rows.push([name, String(held), rateOf(held, runs), width.toFixed(2)]);
      // Of 12 intervals that hold in 95 % of cases, fewer than 7 do so in one case of 30,000; of 400, fewer than 363 in one of 10,000.
      expect(held).toBeGreaterThanOrEqual(WHOLE ? 363 : 7);
    },
    HOURS,
  );

  it('stand in the guide', () => {
    const table = [['figure', 'held in 400 runs', 'rate, %, with its 95 % interval', 'width, 1 would do'], ...rows];
    if (WHOLE) writeTable(page('guides/metrics.md'), 'coverage', table);
    const kept = tableIn(page('guides/metrics.md'), 'coverage');
    expect(kept.map(([figure]) => figure)).toEqual(table.map(([figure]) => figure));
    for (const [figure, held] of kept.slice(1)) expect(Number(held), figure).toBeGreaterThanOrEqual(363);
  });
});
