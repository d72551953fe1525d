import { useBackend } from '@genlab/backend';
import { Adam, gradients, inMemory, installGradients, Rng, type StepContext, stepContext, train } from '@genlab/core';
import { DCGAN, type DCGANOptions, gradientPenalty, r1, relativistic, translation, wasserstein } from '@genlab/gan';
import { HierarchicalVAE, targetRate } from '@genlab/vae';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

/** What the backend offers to `train()`. */
interface Capturing {
  capture(step: Trained['step']): { step: Trained['step']; dispose(): void; readonly replays: number; readonly reason: string | undefined };
}
const backend = () => tf.backend() as unknown as Capturing;
const bits = (tensor: tf.Tensor) => Buffer.from((tensor.dataSync() as Float32Array).buffer).toString('base64');

type Batch = Record<string, tf.Tensor>;
type Logs = Record<string, tf.Scalar>;

/** What the tests need of a model. */
interface Trained {
  step(batch: Batch, context: StepContext): Logs;
  state(): { tensors: Record<string, tf.Tensor> };
  dispose(): void;
}

const gan = (options: DCGANOptions = {}) =>
  new DCGAN({
    imageShape: [8, 8, 1],
    latentDim: 6,
    generator: { filters: [8] },
    discriminator: { filters: [8] },
    seed: 3,
    ...options,
  }) as unknown as Trained;
const images = (rng: Rng): Batch => ({ x: rng.uniform([4, 8, 8, 1]) });
const labelled = (rng: Rng): Batch => ({ ...images(rng), labels: tf.tensor1d([0, 2, 1, 2], 'int32') });

const vae = (options: object) =>
  new HierarchicalVAE({ dataShape: [16, 9], latentDims: [4, 12], seed: 3, ...options } as never) as unknown as Trained;
const bars = (rng: Rng): Batch => ({ x: tf.cast(tf.less(rng.uniform([4, 16, 9]), 0.2), 'float32') });

const models: [string, () => Trained, (rng: Rng) => Batch][] = [
  ['DCGAN', gan, images],
  [
    'DCGAN with spectral norm and without an average',
    () => gan({ discriminator: { filters: [8], normalization: 'spectral' }, averaging: 0 }),
    images,
  ],
  ['DCGAN with R1', () => gan({ penalties: [r1()], loss: relativistic() }), images],
  ['DCGAN with the penalty of WGAN-GP', () => gan({ penalties: [gradientPenalty()], loss: wasserstein() }), images],
  ['DCGAN with guarded optimisers, whose logs are variables', () => gan({ guard: { clipNorm: 1, skipNorm: 100 } }), images],
  ['DCGAN of classes, with dropout', () => gan({ classes: 3, discriminator: { filters: [8], dropout: 0.2 } }), labelled],
  ['DCGAN whose images are shifted', () => gan({ augmentation: translation(), discriminatorSteps: 2 }), images],
  ['hierarchical VAE', () => vae({ averaging: 0.99 }), bars],
  ['hierarchical VAE with a target rate', () => vae({ beta: targetRate({ nats: 2 }) }), bars],
];

/** The state and the logs of so many steps of a model, captured or not, and how often a step was replayed. */
function trained(make: () => Trained, batch: (rng: Rng) => Batch, captured: boolean, steps = 7) {
  const model = make();
  const capture = backend().capture((...args) => model.step(...args));
  const rng = new Rng(1);
  const logs: string[][] = [];
  const before = tf.memory().numTensors;
  for (let i = 0; i < steps; i++) {
    tf.tidy(() => {
      const context = stepContext(rng.fork(String(i)), i);
      const data = batch(rng);
      const values = captured ? capture.step(data, context) : model.step(data, context);
      logs.push(Object.values(values).map(bits));
    });
  }
  expect(tf.memory().numTensors).toBe(before);
  const state = Object.fromEntries(Object.entries(model.state().tensors).map(([name, tensor]) => [name, bits(tensor)]));
  const { replays, reason } = capture;
  capture.dispose();
  model.dispose();
  return { state, logs, replays, reason };
}

afterEach(() => vi.restoreAllMocks());

describe('captured steps', () => {
  beforeAll(async () => {
    await useBackend();
    installGradients();
  });

  test.each(models)('a captured %s has the weights and the logs of one that is not, bit for bit', (_name, make, batch) => {
    const plain = trained(make, batch, false);
    const captured = trained(make, batch, true);
    expect(captured.reason).toBe(undefined);
    expect(captured.replays).toBe(5);
    expect(captured.logs).toEqual(plain.logs);
    expect(captured.state).toEqual(plain.state);
  });

  /** A model of one weight, whose step may do something that can't be captured. */
  function line(odd: (step: number, weight: tf.Variable, context: StepContext) => void = () => {}) {
    const variables = { weight: tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3]))) };
    const adam = new Adam(variables);
    let count = 0;
    return {
      capturable: true,
      weight: variables.weight,
      step(batch: Batch, context: StepContext): Logs {
        odd(count++, variables.weight, context);
        const result = gradients(() => tf.mean(tf.square(tf.sub(variables.weight, batch.x as tf.Tensor))) as tf.Scalar, variables);
        adam.step(
          result.gradients,
          context.learningRate((step) => 0.1 / (1 + step)),
        );
        return { loss: result.loss };
      },
      state: () => ({ tensors: { ...variables, ...adam.slots } }),
      dispose() {
        adam.dispose();
        variables.weight.dispose();
      },
    };
  }
  const three = (rng: Rng): Batch => ({ x: rng.normal([3]) });

  const kept: tf.Tensor[] = [];
  test.each<[string, Parameters<typeof line>[0], string]>([
    [
      'uploads a number that changes',
      (step, weight) => weight.assign(tf.add(weight, tf.scalar(step))),
      'it uploads a number that is not the same at every step, and does not come from the context',
    ],
    ['reads a tensor', (_, weight) => weight.dataSync(), 'it reads a tensor'],
    ['runs a kernel of tfjs', (_, weight) => weight.assign(tf.cumsum(weight)), 'it runs a kernel of tfjs in JavaScript'],
    [
      'does other things at some steps',
      (step, weight) => step === 2 && weight.assign(tf.neg(weight)),
      'it does not do the same at every step',
    ],
    ['keeps a tensor', (_, weight) => kept.push(tf.keep(tf.square(weight))), 'it keeps a tensor that is no variable'],
  ])('a step that %s is not captured, which is said once, and runs as ever', (_name, odd, reason) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const results = [false, true].map((captured) => {
      const before = tf.memory().numTensors;
      try {
        return trained(() => line(odd), three, captured);
      } catch (error) {
        if (tf.memory().numTensors === before) throw error;
        return undefined; // it keeps tensors, as it says
      } finally {
        tf.dispose(kept.splice(0));
      }
    });
    expect(results[1]?.state).toEqual(results[0]?.state);
    expect(warn.mock.calls).toEqual([
      [`capture: expected a step that can be replayed, got one that can't: ${reason}. It runs as ever, only slower.`],
    ]);
  });

  test('what is assigned to a variable between steps counts, and tensors that share its data keep their values', () => {
    const run = (captured: boolean) => {
      const model = line();
      const capture = captured ? backend().capture(model.step) : { step: model.step, dispose() {} };
      const copies: tf.Tensor[] = [];
      tf.tidy(() => {
        for (let i = 0; i < 8; i++) {
          capture.step(three(new Rng(i)), stepContext(new Rng(i), i));
          if (i === 4) model.weight.assign(tf.tensor1d([7, 8, 9]));
          if (i % 2 === 1) copies.push(tf.clone(model.weight));
        }
        copies.push(tf.clone(model.weight));
        capture.dispose();
        capture.step(three(new Rng(9)), stepContext(new Rng(9), 9));
        copies.push(model.weight);
      });
      const values = copies.map((copy) => (copy.isDisposed ? '' : bits(copy)));
      model.dispose();
      return values;
    };
    expect(run(true)).toEqual(run(false));
  });

  test('a batch of another size runs as ever in between', () => {
    const sizes = [4, 4, 4, 4, 3, 4, 4, 2, 4];
    let at = 0;
    const batch = (rng: Rng): Batch => ({ x: rng.uniform([sizes[at++ % sizes.length] as number, 8, 8, 1]) });
    const [plain, captured] = [false, true].map((is) => trained(gan, batch, is, sizes.length));
    expect(captured?.replays).toBe(5);
    expect(captured?.state).toEqual(plain?.state);
  });

  test('a batch may have a property that is undefined, such as labels that there are not', () => {
    const batch = (rng: Rng) => ({ ...images(rng), labels: undefined }) as unknown as Batch;
    const [plain, captured] = [false, true].map((is) => trained(gan, batch, is));
    expect(captured?.replays).toBe(5);
    expect(captured?.state).toEqual(plain?.state);
  });

  test('train captures a model that allows it, and leaves no memory behind', async () => {
    const capture = vi.spyOn(backend(), 'capture');
    const data = inMemory({ x: { data: Float32Array.from({ length: 30 }, (_, i) => i), shape: [10, 3] } });
    const results = [];
    for (const capturable of [false, true]) {
      const { liveBytes } = tf.memory() as unknown as { liveBytes: number };
      const model = { ...line(), capturable };
      await train(model as never, data as never, { steps: 20, batchSize: 1 });
      results.push(bits(model.weight));
      model.dispose();
      expect((tf.memory() as unknown as { liveBytes: number }).liveBytes).toBe(liveBytes);
    }
    expect(results[1]).toBe(results[0]);
    expect(capture.mock.results.map(({ value }) => (value as ReturnType<Capturing['capture']>).replays)).toEqual([18]);
  });
});
