import { describe, expect, it } from 'vitest';
import { vaeReport } from './vae-report.js';
import type { LatentLevel, VaeReportData } from './vae-report-data.js';

const N = 40;
const attack = '<img src=x onerror="alert(1)">';
const labels = Array.from({ length: N }, (_, i) => i % 2);
const level = (name: string, of: number): LatentLevel => ({
  name,
  kl: 1.5,
  activeUnits: 1,
  of,
  mutualInformation: 1.4,
  deltaNll: 9,
  probes: [{ name: 'genre', accuracy: { value: 0.95 }, chance: 0.5 }],
  verdict: { tone: 'good', headline: `${name} is alive`, text: attack },
  codes: Array.from({ length: N * of }, (_, i) => (i % of === 0 ? (labels[Math.floor(i / of)] as number) : 0)),
  klPerDimension: Array.from({ length: of }, (_, i) => (i === 0 ? 1.5 : 0)),
  active: Array.from({ length: of }, (_, i) => i === 0),
  maps: [{ name: 'PCA', positions: Array.from({ length: 2 * N }, (_, i) => i), axes: ['first', 'second'] }],
});
const steps = Array.from({ length: 100 }, (_, i) => i + 1);
const data: VaeReportData = {
  title: attack,
  figures: [{ name: 'NLL', value: '33 nats' }],
  notes: [attack],
  levels: [level('z_high', 2), level('z_low', 3)],
  labels: [{ name: 'genre', classes: ['rock', attack], values: labels }],
  curves: {
    loss: { steps, values: steps.map((step) => 30 + 100 / step) },
    kl: [{ steps, values: steps }],
    klWeight: [{ steps, values: steps.map((step) => step / 100) }],
  },
  likelihoods: [{ name: 'validation', nll: 31, kl: [1.5, 0], negativeElbo: 32.5, iwae: { value: 32.1, se: 0.2 }, limit: 31.9 }],
  rolls: [{ title: attack, instruments: ['kick', 'snare'], bars: [{ cells: [1, 0, 0, 1], name: attack, note: attack, tone: 'bad' }] }],
  rhythm: [{ name: 'density', generated: '0.17', real: attack }],
  baselines: [{ name: 'tables', value: '40', note: attack }],
  run: { seed: 0 },
};

describe('vaeReport', () => {
  it('shows maps and histograms of every level, likelihoods beside the limit, and the bars', async () => {
    const html = await vaeReport(data);
    for (const text of ['z_high by genre: PCA.', 'z_low by genre: PCA.', 'z_high 1</b> active 1.50', 'z_low 3</b> inactive 0.00'])
      expect(html).toContain(text);
    expect(html).toContain('<td>32.10 ± 0.20</td><td>31.90</td><td>0.20</td>');
    expect(html.match(/data-bar=/g)).toHaveLength(1);
    expect(html).toContain('The schedule:');
    expect(html.length).toBeLessThan(200_000);
  });

  it('escapes all text', async () => {
    const html = await vaeReport(data);
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
  });

  it('leaves out what it is not given', async () => {
    const html = await vaeReport({
      ...{ title: 'a', figures: [], levels: [], labels: [], likelihoods: [], rolls: [], rhythm: [], run: {} },
      curves: { loss: { steps: [], values: [] }, kl: [] },
    });
    expect(html).not.toContain('<script');
    for (const title of ['Result', 'What it plays', 'Every dimension']) expect(html).not.toContain(`<h2>${title}`);
  });
});
