import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import type { InMemoryDataset } from '../data/in-memory.js';
import { expected } from '../expected.js';
import { Rng } from '../rng/rng.js';
import type { Model, ModelState } from '../train/model.js';
import { runStep } from '../train/run-step.js';
import { type StepContext, stepContext } from '../train/step-context.js';
import { verifyResume } from '../train/verify-resume.js';
import { changed, mustBeEqual, mustHold, snapshotOf, stateOf } from './snapshot.js';

/** What {@link modelContract} tries. */
export interface ModelContractOptions<Batch> {
  /** Makes a model; the same one each time, with first weights from a seed. */
  readonly make: () => Model<Batch>;
  /** What it is trained on; 8 items will do. */
  readonly data: InMemoryDataset<Batch>;
  /** Items a batch; 4. */
  readonly batchSize?: number;
}

const readOptions = config.record<ModelContractOptions<never>>({
  make: config.code,
  data: config.recipe<InMemoryDataset<never>>(['batch'], 'inMemory({ x })'),
  batchSize: config.optional(config.integer({ least: 1 })),
});

/**
 * What every model has to keep to be trained, saved, resumed and rolled back by `train`: checks by name, each a function that throws an
 * error which says what was expected. Run them with the test framework of your choice, on the active backend.
 *
 * @example
 * ```ts
 * import { inMemory, type Batch, type Model } from '@genlab/core';
 * import { modelContract } from '@genlab/core/testing';
 *
 * async function check(make: () => Model<Batch>) {
 *   const data = inMemory({ x: { data: new Float32Array(8 * 16).fill(0.5), shape: [8, 16] } });
 *   // In vitest, jest or jasmine: for (const [name, check] of ...) it(name, check);
 *   for (const [name, check] of Object.entries(modelContract({ make, data }))) {
 *     await check();
 *     console.log(`ok: ${name}`);
 *   }
 * }
 * ```
 */
export function modelContract<Batch extends object>(options: ModelContractOptions<Batch>): Readonly<Record<string, () => Promise<void>>> {
  const { make, data, batchSize = 4 } = readOptions(options, 'modelContract') as ModelContractOptions<Batch>;
  const indices = Int32Array.from({ length: Math.min(batchSize, data.length) }, (_, i) => i);
  /** One step, as `train` makes it; returns the names of its logs. */
  const step = (model: Model<Batch>, index: number, context: StepContext = stepContext(new Rng(index), index)): string => {
    const logs = runStep(model, data.batch(indices), context);
    tf.dispose(logs);
    return Object.keys(logs).sort().join(', ');
  };
  /** Hands a check its models, and frees them. */
  const withModels = async (count: number, check: (...models: Model<Batch>[]) => Promise<void>) => {
    const models = Array.from({ length: count }, make);
    try {
      await check(...models);
    } finally {
      for (const model of models) model.dispose();
    }
  };

  return {
    'a step logs scalars, always under the same names, and leaves no tensor': () =>
      withModels(1, async (model) => {
        const names = step(model as Model<Batch>, 0); // the first may set something up
        const before = tf.memory().numTensors;
        const again = step(model as Model<Batch>, 1);
        mustHold('a step', before);
        if (again !== names) throw new Error(expected('model contract', `the logs ${names} at every step`, again));
      }),

    'dispose frees whatever the model made': async () => {
      make().dispose(); // tfjs may keep something the first time
      const before = tf.memory().numTensors;
      const model = make();
      step(model, 0);
      model.dispose();
      mustHold('a model that was made, trained and disposed of', before);
    },

    'a step takes its learning rate from the context, so that a rollback can lower it': () =>
      withModels(1, async (model) => {
        const context = stepContext(new Rng(0), 0);
        let asked = false;
        const learningRate: StepContext['learningRate'] = (rate) => {
          asked = true;
          return context.learningRate(rate);
        };
        step(model as Model<Batch>, 0, { ...context, learningRate });
        if (!asked) throw new Error(expected('model contract', 'a step to call context.learningRate', 'no call'));
      }),

    'a step that throws leaves no tensor': () =>
      withModels(1, async (model) => {
        step(model as Model<Batch>, 0);
        const before = tf.memory().numTensors;
        for (let call = 0; failsAt(call, (context) => step(model as Model<Batch>, 1, context)); call++)
          mustHold('a step that threw', before);
      }),

    'state names every variable that a step changes, and makes none': () =>
      withModels(1, async (model) => {
        const before = tf.memory().numTensors;
        const first = await snapshotOf(model as Model<Batch>);
        mustHold('state()', before);
        step(model as Model<Batch>, 0);
        if (changed(first, await snapshotOf(model as Model<Batch>)).length === 0) {
          throw new Error(expected('model contract', 'a step to change something of the state', 'nothing'));
        }
      }),

    'two models made alike are alike, config too': () =>
      withModels(2, async (a, b) => {
        mustBeEqual('two models with the same state', await snapshotOf(a as Model<Batch>), await snapshotOf(b as Model<Batch>));
        const [one, other] = [JSON.stringify(a?.config), JSON.stringify(b?.config)];
        if (one !== other) throw new Error(expected('model contract', 'two models with the same config', `${one} and ${other}`));
        if (one !== undefined && JSON.stringify(JSON.parse(one)) !== one)
          throw new Error(expected('model contract', 'a config in plain JSON', one));
      }),

    'a model that took over the state of another goes on as that one, and each by itself': () =>
      withModels(2, async (from, to) => {
        const [a, b] = [from as Model<Batch>, to as Model<Batch>];
        for (let i = 0; i < 2; i++) step(a, i);
        const before = tf.memory().numTensors;
        b.restore?.(stateOf(a));
        mustHold('restore()', before);
        const taken = await snapshotOf(a);
        mustBeEqual('restore() to take over every bit', taken, await snapshotOf(b));
        step(b, 2);
        mustBeEqual('a step of one model to leave the other alone', taken, await snapshotOf(a));
        step(a, 2);
        mustBeEqual('both models to make the same step', await snapshotOf(a), await snapshotOf(b));
      }),

    'restore refuses a state with a tensor missing, unknown or of another shape, and changes nothing then': () =>
      withModels(1, async (model) => {
        const { tensors, values } = stateOf(model as Model<Batch>);
        const before = await snapshotOf(model as Model<Batch>);
        const last = Object.keys(tensors).at(-1) as string;
        const { [last]: _, ...others } = tensors;
        const added = tf.zeros([1, 1, 1, 1, 1]);
        try {
          // Everything else is another number, so that whatever is copied too early shows.
          const spoilt = tf.tidy(() =>
            Object.fromEntries(Object.entries(others).map(([name, tensor]) => [name, tf.keep(tf.onesLike(tensor))])),
          );
          const wrong: Record<string, ModelState> = {
            'without one of its tensors': { tensors: spoilt, values },
            'with a tensor too many': { tensors: { ...spoilt, [last]: tensors[last] as tf.Tensor, 'no such tensor': added }, values },
            'with a tensor of another shape': { tensors: { ...spoilt, [last]: added }, values },
          };
          for (const [what, state] of Object.entries(wrong)) {
            if (!throws(() => model?.restore?.(state)))
              throw new Error(expected('model contract', `restore() to refuse a state ${what}`, 'no error'));
            mustBeEqual(`restore() to change nothing when it refuses a state ${what}`, before, await snapshotOf(model as Model<Batch>));
          }
          tf.dispose(spoilt);
        } finally {
          added.dispose();
        }
      }),

    'a training that is stopped and resumed ends with the same bits': async () => {
      const difference = await verifyResume(make, data, 2, { batchSize });
      if (!difference) return;
      const { where, index, whole, resumed } = difference;
      throw new Error(expected('model contract', `${where}[${index}] to be ${whole} after a resume`, resumed));
    },
  };
}

/** Runs a step whose context throws at one of its calls; false if the step makes no so many. */
function failsAt(call: number, run: (context: StepContext) => unknown): boolean {
  const context = stepContext(new Rng(0), 1);
  let left = call;
  const failing = <A extends unknown[], R>(ask: (...args: A) => R) => {
    return (...args: A): R => {
      if (left-- === 0) throw new Error('a fault that the contract makes');
      return ask(...args);
    };
  };
  const { normal, uniform, rate, learningRate } = context;
  return throws(() =>
    run({ normal: failing(normal), uniform: failing(uniform), rate: failing(rate), learningRate: failing(learningRate) }),
  );
}

function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
