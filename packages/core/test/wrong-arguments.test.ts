import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import * as core from '../src/index.js';
import { csv, folder, jsonLines, layersFolder, progressLine, tensorBoard } from '../src/node.js';
import { modelContract } from '../src/testing.js';
import { useCpu } from './backends.js';
import { LineModel, linePoints } from './line-model.js';

// What JavaScript lets pass and TypeScript does not. Each entry: a call, and how its one sentence begins.
type Call = () => unknown;
const no = undefined as never;
const train = (options: object) => core.train(line(), linePoints(), { steps: 1, ...options });
const model = (step: () => unknown) => ({ step: step as () => Record<string, tf.Scalar>, dispose() {} });
const rows = (batch: () => unknown) => ({ length: 8, batch: batch as () => core.Batch });

const calls: readonly (readonly [string, Call])[] = [
  ['linear: expected an object with options among from, to, steps, got undefined.', () => core.linear(no)],
  ['cyclical: expected options among period, from, to, rise, cycles, got cycle.', () => core.cyclical({ period: 4, cycle: 2 } as never)],
  ['warmUp.rate: expected a finite number >= 0 or a schedule, got undefined.', () => core.warmUp(no, no)],
  ['warmUp: expected an object with options among steps, got undefined.', () => core.warmUp(1, no)],
  ['sequence.stages: expected a list, got undefined.', () => core.sequence(no)],
  [
    'sequence.stages[0]: expected options among rate, steps, got step. Did you mean steps?',
    () => core.sequence([{ rate: 1, step: 2 } as never]),
  ],
  ['Adam: expected an object of variables by name, got undefined.', () => new core.Adam(no)],
  ['Adam: expected a tf.Variable under w, got 5.', () => new core.Adam({ w: 5 as never })],
  [
    'SGD: expected options among momentum, nesterov, got momentun. Did you mean momentum?',
    () => new core.SGD({}, { momentun: 0.9 } as never),
  ],
  ['SGD.step.learningRate: expected a tensor, got 0.1.', () => new core.SGD({}).step({}, 0.1 as never)],
  ['RMSProp.step.gradients: expected an object, got undefined.', () => new core.RMSProp({}).step(no, no)],
  ['guarded: expected an object with options among clipNorm, skipNorm, got 1.', () => core.guarded(new core.SGD({}), {}, 1 as never)],
  ['guarded.optimizer: expected something such as new Adam(variables), got undefined.', () => core.guarded(no, {}, {})],
  ['Rng.fork: expected a text, got 3.', () => new core.Rng(0).fork(3 as never)],
  ['Rng.normal: expected options among mean, stddev, got std.', () => new core.Rng(0).normal([2], { std: 1 } as never)],
  [
    'inMemory.x: expected a tensor or { data, shape }, got {"data":5,"shape":[1]}.',
    () => core.inMemory({ x: { data: 5 as never, shape: [1] } }),
  ],
  ['batch: expected an Int32Array of indices, got undefined.', () => linePoints().batch(no)],
  ['stackItems: expected a list of items { x: numbers }, got [null].', () => core.stackItems({ shape: [2] })([no], [0])],
  ['stream.open: expected a function, got undefined.', () => core.stream({ collate: () => 0 } as never)],
  ['conv1d: expected options among stride, padding, got strides. Did you mean stride?', () => core.conv1d(no, no, { strides: 2 } as never)],
  ['conv1d.x: expected a tensor, got undefined.', () => core.conv1d(no, no)],
  ['groupNorm: expected an object with options among groups, epsilon, got undefined.', () => core.groupNorm(no, no, no, no)],
  ['softmaxCrossEntropy.logits: expected a tensor, got undefined.', () => core.softmaxCrossEntropy(no, no)],
  ['gradients.loss: expected a function, got undefined.', () => core.gradients(no, {})],
  ['gradients.variables: expected an object of variables by name, got undefined.', () => core.gradients(() => no, no)],
  ['globalNorm: expected at least one tensor, got {}.', () => core.globalNorm({})],
  ['forward: expected a tf.LayersModel, got undefined.', () => core.forward(no, no)],
  ['forward: expected options among training, rng, weights, statistics, got train.', () => core.forward(no, no, { train: true } as never)],
  ['initialize.initializer: expected something such as fanInUniform(), got undefined.', () => core.initialize(no, no, no)],
  ['stepContext.rng: expected something such as new Rng(7), got undefined.', () => core.stepContext(no, 0)],
  ['a rate at step 0: expected a number, got NaN.', () => core.stepContext(new core.Rng(0), 0).rate(() => Number.NaN)],
  ['restoreVariables.tensors: expected an object, got undefined.', () => core.restoreVariables('restoreVariables', {}, no)],
  ['rollback: expected options among times, lrFactor, got factor.', () => core.rollback({ factor: 2 } as never)],
  [
    'train.model: expected something such as new DCGAN(options), got undefined. It has no function step.',
    () => core.train(no, linePoints(), { steps: 1 }),
  ],
  ['train.data: expected a data set such as inMemory({ x }), or a stream, got undefined.', () => core.train(line(), no, { steps: 1 })],
  ['nonFinite, best, on, listeners, got step. Did you mean steps?', () => train({ step: 10 })],
  ['train.checkpoint: expected options among everySteps, everyMinutes, keepLast, got every.', () => train({ checkpoint: { every: 2 } })],
  [
    'train.best: expected options among metric, mode, smoothing, patience, got smoothness.',
    () => train({ best: { metric: 'a', mode: 'max', smoothness: 0 } }),
  ],
  ['train.nonFinite: expected one of "throw", "skip", got "ignore".', () => train({ nonFinite: 'ignore' })],
  ['train.nonFinite.lrFactor: expected a number in (0, 1], got undefined.', () => train({ nonFinite: { times: 2 } })],
  ['train.store: expected something such as memory(), got "runs/a". It has no function list.', () => train({ store: 'runs/a' })],
  ['train.logEvery: expected an integer >= 1, got 2.5.', () => train({ logEvery: 2.5 })],
  ['checkpoint, end, got stepend. Did you mean stepEnd?', () => train({ on: { stepend() {} } })],
  ['train.on.stepEnd: expected a function, got 5.', () => train({ on: { stepEnd: 5 } })],
  ['train.listeners[0]: expected an object, got function.', () => train({ listeners: [progressLine] })],
  ['train: expected an evaluate listener to return numbers by name, or nothing, got 5.', () => train({ on: { evaluate: () => 5 } })],
  [
    'train: a batch of data: expected an object, got undefined.',
    () =>
      core.train(
        line(),
        rows(() => undefined),
        { steps: 1 },
      ),
  ],
  [
    'train: a batch of data: expected an object, got undefined.',
    () =>
      core.train(
        line(),
        rows(async () => undefined),
        { steps: 1 },
      ),
  ],
  [
    'the logs of model.step: expected an object, got undefined.',
    () =>
      core.train(
        model(() => undefined),
        linePoints(),
        { steps: 1 },
      ),
  ],
  [
    'the log loss of model.step: expected a tensor, got 5.',
    () =>
      core.train(
        model(() => ({ loss: 5 })),
        linePoints(),
        { steps: 1 },
      ),
  ],
  [
    'model.step: expected the log loss to be a scalar, got shape [2].',
    () =>
      core.train(
        model(() => ({ loss: tf.zeros([2]) })),
        linePoints(),
        { steps: 1 },
      ),
  ],
  [
    'stream.open: expected to give something to iterate over, got undefined.',
    () => core.train(line(), core.stream({ open: () => no, collate: () => no }), { steps: 1 }),
  ],
  ['verifyResume.make: expected a function, got undefined.', () => core.verifyResume(no, linePoints(), 1)],
  ['folder.path: expected a text, got undefined.', () => folder(no)],
  ['indexedDb.name: expected a text, got 5.', () => core.indexedDb(5 as never)],
  [
    'loadCheckpoint.store: expected something such as memory(), got "runs/a". It has no function list.',
    () => core.loadCheckpoint('runs/a' as never),
  ],
  ['loadCheckpoint: expected options among which, got step.', () => core.loadCheckpoint(core.memory(), { step: 5 } as never)],
  [
    "loadCheckpoint.which: expected 'latest', 'best' or a step, got \"last\".",
    () => core.loadCheckpoint(core.memory(), { which: 'last' as never }),
  ],
  ['loadModel.make: expected a function, got undefined.', () => core.loadModel(core.memory(), no)],
  [
    'restoreCheckpoint.model: expected something such as new DCGAN(options), got undefined. It has no function step.',
    () => core.restoreCheckpoint(no, no),
  ],
  ['restoreCheckpoint.checkpoint: expected an object, got undefined.', () => core.restoreCheckpoint(line(), no)],
  ['writeSafetensors: expected an object with options among tensors, metadata, into, got undefined.', () => core.writeSafetensors(no)],
  [
    'writeSafetensors.tensors.w: expected { dtype, shape, values }, got {"shape":[1]}.',
    () => core.writeSafetensors({ tensors: { w: { shape: [1] } as never } }),
  ],
  ['readSafetensors: expected a Uint8Array of bytes, got undefined.', () => core.readSafetensors(no)],
  ['csv.path: expected a text, got undefined.', () => csv(no)],
  ['jsonLines.path: expected a text, got undefined.', () => jsonLines(no)],
  ['layersFolder.path: expected a text, got undefined.', () => layersFolder(no)],
  ['tensorBoard.folder: expected a text, got undefined.', () => tensorBoard(no)],
  ['progressLine: expected options among stream, show, everySeconds, got every.', () => progressLine({ every: 1 } as never)],
  ['modelContract: expected an object with options among make, data, batchSize, got undefined.', () => modelContract(no)],
];

const line = () => lines[0] as LineModel;
const lines: LineModel[] = [];

beforeAll(async () => {
  await useCpu();
  lines.push(new LineModel());
});

it.each(calls)('in one sentence, and no tensor stays: %s', async (sentence, call) => {
  const before = tf.memory().numTensors;
  const message = await (async () => call())().then(
    () => 'no error',
    (error: Error) => error.message,
  );
  expect(message).toContain(sentence);
  expect(message).toMatch(/[.?]$/);
  expect(tf.memory().numTensors).toBe(before);
});

it('forward names a weight that is of another shape than the one it stands in for', () => {
  const network = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2], name: 'line' })] });
  const x = tf.zeros([1, 2]);
  const weights = { 'line/kernel': x };
  expect(() => core.forward(network, x, { weights })).toThrowErrorMatchingInlineSnapshot(
    `[Error: forward: expected weights.line/kernel of shape [2,1], got [1,2].]`,
  );
  network.dispose();
  x.dispose();
});
