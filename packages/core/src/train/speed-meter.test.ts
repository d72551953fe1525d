import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SpeedMeter } from './speed-meter.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Takes steps of so many milliseconds each. */
function walk(meter: SpeedMeter, from: number, steps: number, ms: number): number {
  for (let i = 1; i <= steps; i++) {
    vi.advanceTimersByTime(ms);
    meter.tick(from + i);
  }
  return from + steps;
}

it('an evaluation of some seconds is a part of the speed, and not most of it', () => {
  const meter = new SpeedMeter();
  const step = walk(meter, 0, 3_000, 10);
  expect(meter.stepsPerSecond).toBeCloseTo(100, 0);
  vi.advanceTimersByTime(7_000);
  walk(meter, step, 1, 10);
  expect(meter.stepsPerSecond).toBeGreaterThan(60);
  expect(meter.stepsPerSecond).toBeLessThan(70);
});

it('slow first steps are soon forgotten; before the first there is no speed', () => {
  const meter = new SpeedMeter({ step: 500, seconds: 60 });
  expect(meter.stepsPerSecond).toBe(0);
  let step = walk(meter, 500, 3, 1_000);
  expect(meter.stepsPerSecond).toBeCloseTo(1, 2);
  step = walk(meter, step, 2_400, 10);
  expect(meter.stepsPerSecond).toBeCloseTo(100, 0);
  expect(meter.seconds).toBeCloseTo(87, 1);
});
