import { describe, expect, it } from 'vitest';
import type { StepEndEvent } from '../train/events.js';
import { History } from '../train/history.js';
import { progressLine } from './progress-line.js';

const event = (step: number, seconds: number, logs?: Record<string, number>): StepEndEvent => ({
  step,
  steps: 8_100,
  epoch: Math.ceil(step / 81),
  epochs: 100,
  seconds,
  stepsPerSecond: step / seconds,
  history: new History(),
  logs,
});

const recorder = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, stream: { isTTY, columns: 100, write: (text: string) => written.push(text) } };
};

describe('progressLine', () => {
  it('rewrites one line in a terminal', () => {
    const { written, stream } = recorder(true);
    const line = progressLine({ stream });
    line.stepEnd?.(event(1, 0.5, { generatorLoss: 0.7, discriminatorLoss: 1.39, generatorGradientNorm: 3 }));
    line.stepEnd?.(event(2, 0.55)); // too soon
    line.stepEnd?.(event(82, 4));
    line.end?.({ ...event(82, 4), reason: 'aborted' });
    expect(written.map((text) => JSON.stringify(text))).toMatchInlineSnapshot(`
      [
        ""\\repoch 1/100 · step 1/8100 · 2.00 steps/s · 1:07:30 left · generator loss 0.700 · discriminator loss\\u001b[K"",
        ""\\repoch 2/100 · step 82/8100 · 20.5 steps/s · 6:31 left · generator loss 0.700 · discriminator loss 1\\u001b[K"",
        ""\\n"",
        ""stopped after 82 steps\\n"",
      ]
    `);
  });

  it('adds a plain line every so often elsewhere, and the last one always', () => {
    const { written, stream } = recorder(false);
    const line = progressLine({ stream, show: { kl: 'KL' }, everySeconds: 10 });
    const times = { 1: 1, 50: 9, 100: 12, 120: 15, 8100: 16 };
    for (const [step, seconds] of Object.entries(times)) line.stepEnd?.(event(Number(step), seconds, { kl: 0.25 }));
    line.end?.({ ...event(8_100, 16), reason: 'finished' });
    expect(written.map((text) => JSON.stringify(text))).toMatchInlineSnapshot(`
      [
        ""epoch 1/100 · step 1/8100 · 1.00 steps/s · 2:14:59 left · KL 0.250\\n"",
        ""epoch 2/100 · step 100/8100 · 8.33 steps/s · 16:00 left · KL 0.250\\n"",
        ""epoch 100/100 · step 8100/8100 · 506 steps/s · 0:00 left · KL 0.250\\n"",
      ]
    `);
  });
});
