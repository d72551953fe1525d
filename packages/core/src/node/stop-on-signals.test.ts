import { beforeAll, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints, numbersOf } from '../../test/line-model.js';
import { memory } from '../checkpoints/memory.js';
import { train } from '../train/train.js';
import { stopOnSignals } from './stop-on-signals.js';

beforeAll(useCpu);

it.each(['SIGINT', 'SIGTERM'] as const)('%s makes a training save and end, and a later one goes on from there', async (name) => {
  const listeners = process.listenerCount(name);
  const stop = stopOnSignals();
  const store = memory();
  const options = { steps: 20, batchSize: 4, store };
  const kill = { stepEnd: ({ step }: { readonly step: number }) => void (step === 7 && process.kill(process.pid, name)) };
  // The handler runs between two steps, once the event loop has its turn.
  const slow = { stepEnd: () => new Promise<void>((resolve) => setTimeout(resolve, 2)) };
  const model = new LineModel();
  const history = await train(model, linePoints(), { ...options, signal: stop.signal, on: kill, listeners: [slow] });
  expect(history.end).toBe('aborted');
  stop.dispose();
  expect(process.listenerCount(name)).toBe(listeners);
  const [again, whole] = [new LineModel(), new LineModel()];
  await train(again, linePoints(), options);
  await train(whole, linePoints(), { ...options, store: undefined });
  expect(numbersOf(again)).toEqual(numbersOf(whole));
  expect(again.steps).toBe(20);
  for (const each of [model, again, whole]) each.dispose();
});
