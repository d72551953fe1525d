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
    expect(written).toMatchInlineSnapshot(`
      [
        "
      epoch 1/100 · step 1/8100 · 2.00 steps/s · generator loss 0.700 · discriminator loss 1.39 · 1:07:30[K",
        "
      epoch 2/100 · step 82/8100 · 20.5 steps/s · generator loss 0.700 · discriminator loss 1.39 · 6:31 l[K",
        "
      ",
        "stopped after 82 steps
      ",
      ]
    `);
  });

  it('adds a plain line every so often elsewhere, and the last one always', () => {
    const { written, stream } = recorder(false);
    const line = progressLine({ stream, show: ['kl'], everySeconds: 10 });
    for (const [step, seconds] of [
      [1, 1],
      [50, 9],
      [100, 12],
      [120, 15],
      [8_100, 16],
    ] as const)
      line.stepEnd?.(event(step, seconds, { kl: 0.25 }));
    line.end?.({ ...event(8_100, 16), reason: 'finished' });
    expect(written).toMatchInlineSnapshot(`
      [
        "epoch 1/100 · step 1/8100 · 1.00 steps/s · kl 0.250 · 2:14:59 left
      ",
        "epoch 2/100 · step 100/8100 · 8.33 steps/s · kl 0.250 · 16:00 left
      ",
        "epoch 100/100 · step 8100/8100 · 506 steps/s · kl 0.250 · 0:00 left
      ",
      ]
    `);
  });
});
