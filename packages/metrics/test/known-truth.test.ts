import { describe, expect, it } from 'vitest';
import { learn } from './known-truth/eyes.js';
import { type Generator, generators } from './known-truth/generators.js';
import { draw, letters } from './known-truth/glyphs.js';
import { examine, type Figure, type Finding, rules, truth } from './known-truth/study.js';
import { cell, digits, tableInGuide, writeTable } from './known-truth/table.js';

// The study of docs/guides/metrics.md. GENLAB_WRITE_GUIDE=1 writes its table anew.
const figures = Object.keys(rules) as Figure[];
const eyes = learn(2000, 16, 1);
const [world, seed] = [truth(eyes, 100), 5000];
const found = new Map(generators.map((generator) => [generator.name, examine(world, generator, seed)] as const));
const alarms = (name: string) => figures.filter((figure) => found.get(name)![figure].alarm);

describe('generators with a known fault', () => {
  it('are seen by eyes that read 97 % of real letters rightly', () => {
    const read = eyes.read(eyes.features(draw(1000, 77)));
    expect(read.filter((label, i) => label === i % letters.length).length).toBe(973);
  });

  it('give the figures that stand in the guide', () => {
    const row = (findings: Record<Figure, Finding>) => figures.map((figure) => cell(findings[figure], digits[figure]));
    const table = [
      ['generator', ...figures.map((figure) => `\`${figure}\``)],
      ...[...found].map(([name, findings]) => [name, ...row(findings)]),
    ];
    if (process.env.GENLAB_WRITE_GUIDE) writeTable(table);
    expect(tableInGuide()).toEqual(table);
  });

  it('are told apart from real samples by the figures that should: classes that are missing', () => {
    for (const name of [
      'drops 1 letter of 10',
      'drops 2 letters',
      'drops 3 letters',
      'drops 5 letters',
      'drops 7 letters',
      'drops 9 letters',
    ]) {
      expect(alarms(name), name).toEqual(expect.arrayContaining(['modes', 'frechet', 'recall', 'coverage']));
      expect(alarms(name), name).not.toContain('precision');
    }
  });

  it('by distances and recall: blur', () => {
    for (const name of ['blurs, 50 %', 'blurs, 100 %']) {
      expect(alarms(name), name).toEqual(expect.arrayContaining(['frechet', 'kernelDistance', 'recall', 'oneNearestNeighbour']));
      expect(alarms(name), name).not.toContain('modes');
    }
  });

  it('by memorisation and nearly by it alone: copies', () => {
    for (const name of ['memorises half', 'memorises', 'copies, jitter 0.05', 'copies, jitter 0.2']) {
      expect(alarms(name), name).toContain('memorisation');
      expect(alarms(name), name).not.toContain('modes');
      expect(alarms(name), name).not.toContain('precision');
    }
    expect(alarms('memorises')).not.toContain('frechet');
    expect(alarms('copies, jitter 0.4')).not.toContain('memorisation'); // hidden by the noise, which the others see
  });

  it('raise no alarm where there is no fault: at most one run in twenty, of each figure', () => {
    const perfect = generators[0] as Generator;
    const runs = Array.from({ length: 40 }, (_, i) => examine(truth(eyes, 1000 + 10 * i), perfect, 9000 + i));
    const counts = Object.fromEntries(figures.map((figure) => [figure, runs.filter((run) => run[figure].alarm).length]));
    for (const figure of figures) expect(counts[figure], JSON.stringify(counts)).toBeLessThanOrEqual(2);
  }, 600_000); // Seconds of work, but no machine's load may decide a test.
});
