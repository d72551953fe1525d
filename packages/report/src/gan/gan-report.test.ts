import { frechet, kernelDistance, manifold, memorisation, modes } from '@genlab/metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { ganReport } from './gan-report.js';
import type { GanReportData } from './gan-report-data.js';

const classes = ['A', 'B', 'C'];
const images = (n: number) => ({ data: Float32Array.from({ length: n * 16 }, (_, i) => Math.sin(i)), shape: [n, 4, 4, 1] });
const features = (shift: number) => ({ data: Array.from({ length: 40 }, (_, i) => Math.sin(i * i) + shift), shape: [20, 2] });
const curve = (f: (step: number) => number) => ({
  steps: Array.from({ length: 50 }, (_, i) => i),
  values: Array.from({ length: 50 }, (_, i) => f(i)),
});

/** Eight looks; C dies at the fifth. */
const evaluations: GanReportData['evaluations'] = Array.from({ length: 8 }, (_, i) => {
  const labels = Array.from({ length: 300 }, (_, k) => (i >= 4 && k % 3 === 2 ? k % 2 : k % 3));
  return {
    step: 100 * (i + 1),
    modes: modes({ labels, confidence: labels.map(() => 0.95), classes: 3 }),
    frechet: frechet({ real: features(0), fake: features(8 - i) }),
    asked: i / 10,
  };
});
const closeness = (shift: number) => {
  const sets = { real: features(0), fake: features(shift) };
  return { frechet: frechet(sets), kernel: kernelDistance(sets), manifold: manifold(sets) };
};
const full: GanReportData = {
  title: 'Letters <seed 7>',
  subtitle: 'three of them',
  classes,
  evaluations,
  curves: {
    generatorLoss: curve((i) => 2 + Math.cos(i)),
    discriminatorLoss: curve((i) => 1 + Math.sin(i) / 2),
    generatorGradientNorm: curve((i) => Math.exp(Math.sin(i))),
    discriminatorGradientNorm: curve((i) => Math.exp(Math.cos(i))),
    realLogit: curve(() => 1),
    fakeLogit: curve(() => -1),
  },
  real: { frechet: 0.1, confidentShare: 0.8, classifierAccuracy: 0.93 },
  samples: evaluations.map(({ step }) => ({ step, images: images(50) })),
  look: 'ink',
  byClass: images(6),
  interpolation: { images: images(10), steps: 5 },
  nearest: { samples: images(4), nearest: images(8), by: 'pixels' },
  spaces: [{ name: 'content', fake: closeness(0.5), real: closeness(0.1) }],
  copies: { fake: memorisation({ train: features(0), fake: features(0.001), test: features(2) }), by: 'pixels' },
  closest: { samples: images(3), nearest: images(3), by: 'pixels' },
  seconds: 83,
  run: { seed: 7, Adam: { beta1: 0.5 } },
  notes: ['Stopped early.'],
};

describe('ganReport', () => {
  let html = '';
  beforeAll(async () => {
    html = await ganReport(full);
  });

  it('says why a Frechet distance of fewer images is another than the one at the top, and only then', async () => {
    const says = (numbers: string) => `The Frechet distance under Result is of ${numbers}, so it differs a little.`;
    expect(html).not.toContain('The Frechet distance under Result');
    const few = { ...features(0), data: features(0).data.slice(0, 20), shape: [10, 2] };
    const last = { ...evaluations[7], frechet: frechet({ real: few, fake: features(1) }) } as GanReportData['evaluations'][number];
    const spaces = ['content', 'style'].flatMap((name) => full.spaces?.map((space) => ({ ...space, name })) ?? []);
    const page = await ganReport({ ...full, spaces, evaluations: [last] });
    // Of the second space's distance that is not the reason: its features are others.
    expect(page.split(says('20 samples against 10 training images'))).toHaveLength(2);
  });

  it('says what came out, and names the classes that died', () => {
    expect(html).toContain('Letters &lt;seed 7&gt;');
    expect(html).toContain('2 of 3');
    expect(html).toContain('<div class="verdict bad"><strong>Mode collapse</strong>');
    expect(html).toContain('1 of 3 classes died: C (since step 500).');
    expect(html).toContain('Missing: C.');
    expect(html).toContain('Stopped early.');
  });

  it('says how close the samples come to the data, and whether they are copies', () => {
    expect(html).toContain('How close it comes to the data');
    expect(html).toContain('In the features of content.');
    expect(html).toContain('20 samples against 20 training images,');
    expect(html).toMatch(/precision.*recall.*density.*coverage/s);
    expect(html).toContain('z of Mann and Whitney');
    expect(html).toContain('The closest pairs.');
  });

  it('shows everything it is given', () => {
    for (const title of [
      'Samples after 800 steps,',
      'Asked for by class.',
      'Between latents.',
      'Nearest training images.',
      'Survival map.',
      'The last 300 samples by class.',
      'Mode coverage.',
      'Evenness.',
      'Frechet distance',
      'Clear samples:',
      'Losses.',
      'Ratio of the losses,',
      'Gradient norms.',
      'Mean logits of the discriminator.',
      'Step 100',
      'Every look.',
      'Configuration and machine.',
    ]) {
      expect(html).toContain(title);
    }
    expect(html).toContain('real against real 0.1');
    expect(html).toContain('real images 80\u00A0%');
    expect(html).toContain('<dt>Adam</dt><dd>beta1 0.5</dd>');
  });

  it('leaves out the ratio of losses that fall below 0, as those of a critic do', async () => {
    const page = await ganReport({ ...full, curves: { ...full.curves, generatorLoss: curve(Math.cos) } });
    expect(page).not.toContain('Ratio of the losses');
  });

  it('says how to read the figures of closeness once, for all spaces', async () => {
    const [space] = full.spaces ?? [];
    if (!space) throw new Error('no space');
    const page = await ganReport({ ...full, spaces: [space, { ...space, name: 'style' }] });
    expect(page.split('are samples like real images?')).toHaveLength(2);
  });

  it('does not say its headline twice', () => {
    expect(html).not.toContain('<p>Mode collapse');
  });

  it('fits on a page of less than 3 MB without a network', () => {
    expect(html.length).toBeLessThan(500_000);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script/);
  });

  it('makes do with what there is after the first step', async () => {
    const { generatorLoss, discriminatorLoss } = full.curves;
    const early = await ganReport({
      title: 'a',
      classes,
      evaluations: [],
      curves: { generatorLoss, discriminatorLoss },
      samples: [],
      run: {},
    });
    expect(early).toContain('Losses.');
    expect(early).not.toContain('Survival map.');
    expect(early).not.toContain('Gradient norms.');
    const empty = { steps: [], values: [] };
    expect(
      await ganReport({
        title: 'a',
        classes,
        evaluations: [],
        curves: { generatorLoss: empty, discriminatorLoss: empty },
        samples: [],
        run: {},
      }),
    ).toContain('What was run');
  });

  it.each([
    ['none', 3, '<div class="verdict good"><strong>No mode collapse</strong>'],
    ['undecided', 6, '<div class="verdict unclear"><strong>Too little to tell</strong>'],
    ['incomplete', 8, '<div class="verdict bad"><strong>Classes are missing from the start</strong>'],
  ])('words the verdict %s', async (verdict, which, text) => {
    const healthy = Array.from({ length: 8 }, (_, i) => ({
      step: i,
      modes: modes({ labels: Array.from({ length: 300 }, (_, k) => k % 3), classes: 3 }),
    }));
    const poor = healthy.map(({ step }) => ({ step, modes: modes({ labels: Array.from({ length: 300 }, (_, k) => k % 2), classes: 3 }) }));
    const looks = which === 3 ? healthy : which === 6 ? healthy.slice(0, 4) : poor;
    const page = await ganReport({
      title: verdict,
      classes,
      evaluations: looks,
      curves: { generatorLoss: curve(Math.cos), discriminatorLoss: curve(Math.sin) },
      samples: [],
      run: {},
    });
    expect(page).toContain(text);
  });

  it('takes bytes as well as floats', async () => {
    const bytes = (n: number) => ({ data: new Uint8Array(n * 16).fill(200), shape: [n, 4, 4, 1] });
    const page = await ganReport({
      ...full,
      samples: [
        { step: 1, images: bytes(50) },
        { step: 2, images: bytes(50) },
      ],
      nearest: { samples: bytes(2), nearest: bytes(2), by: 'pixels' },
    });
    expect(page).toContain('Step 2');
  });
});
