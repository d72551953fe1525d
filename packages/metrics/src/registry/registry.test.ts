import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as face from '../index.js';
import { metricInfo, registry } from './registry.js';

/** What is exported and is no metric: accumulators, intervals, readers. */
const tools = [
  'acrossSeeds',
  'classifierFeatures',
  'collapse',
  'compareReports',
  'counts',
  'extrapolate',
  'interval',
  'metricInfo',
  'moments',
  'neighbours',
  'readReport',
  'report',
  'reservoir',
  'wilson',
  'writeReport',
];
const metrics = Object.entries(face)
  .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && !tools.includes(name))
  .map(([name]) => name);

describe('the registry', () => {
  it.each(metrics)('knows the figures of %s', (name) => {
    expect(Object.keys(registry).some((known) => known === name || known.startsWith(`${name}.`))).toBe(true);
  });

  it.each(Object.entries(registry))(
    '%s belongs to a function, has a range with its target in it, and leaves nothing unsaid',
    (name, info) => {
      expect(metrics).toContain(name.split('.')[0]);
      const { range, blind, better, paper, samples } = info;
      expect(paper).toMatch(/^(own definition|.+ \d{4}.*)$/);
      expect(samples).toBeGreaterThanOrEqual(1);
      const target = 'target' in info ? info.target : undefined;
      expect(range[0]).toBeLessThan(range[1]);
      expect(blind).not.toBe('');
      expect(target !== undefined).toBe(better === 'target');
      if (target !== undefined) expect(target).toBeGreaterThanOrEqual(range[0]);
    },
  );

  it('finds a figure of one of several', () => {
    expect(metricInfo('posterior.kl[1]')).toBe(registry['posterior.kl']);
    expect(metricInfo('posterior.kl[z_high]')).toBe(registry['posterior.kl']);
    expect(metricInfo('posterior')).toBeUndefined();
    expect(metricInfo('toString')).toBeUndefined();
  });

  it('has a row in the README for every function', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const name of metrics) expect(readme, name).toMatch(new RegExp(`^\\| \`${name}\``, 'm'));
  });
});
