import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../test/backends.js';
import { Rng } from '../rng/rng.js';
import type { NamedVariables } from '../variables.js';
import { Adam } from './adam.js';
import { MovingAverage } from './moving-average.js';
import type { Optimizer } from './optimizer.js';
import { RMSProp } from './rms-prop.js';
import { SGD } from './sgd.js';

const read = (x: tf.Tensor) => [...x.dataSync()];

/** One number under an optimiser in float64: what x moves by at a gradient g, at a rate of 1. */
type Rule = (g: number, x: number) => number;

function adamRule({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }): Rule {
  let [m, v, t] = [0, 0, 0];
  return (g, x) => {
    t++;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    return m / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon) + weightDecay * x;
  };
}

function rmsPropRule({ decay = 0.9, momentum = 0, epsilon = 1e-8 }): Rule {
  let [v, u] = [0, 0];
  return (g) => {
    v = decay * v + (1 - decay) * g * g;
    u = momentum * u + g / (Math.sqrt(v) + epsilon);
    return u;
  };
}

function sgdRule({ momentum = 0, nesterov = false }): Rule {
  let u = 0;
  return (g) => {
    u = momentum * u + g;
    return nesterov ? g + momentum * u : u;
  };
}

/** Every optimiser in every way it can be set, its slots for a variable w, and two steps at rate 1/4 worked out by hand. */
const optimizers: {
  name: string;
  make: (variables: NamedVariables) => Optimizer;
  rule: () => Rule;
  slots: string[];
  byHand: [gradients: [number, number], value: number];
}[] = [
  {
    name: 'Adam',
    make: (variables) => new Adam(variables, { beta1: 0.5, beta2: 0.75 }),
    rule: () => adamRule({ beta1: 0.5, beta2: 0.75 }),
    slots: ['w/firstMoment', 'w/secondMoment', 'beta1Power', 'beta2Power'],
    byHand: [[2, 2], 0.5], // of a gradient that stays, mean and root agree: 1 - 1/4 - 1/4
  },
  {
    name: 'Adam with weight decay',
    make: (variables) => new Adam(variables, { beta1: 0.5, beta2: 0.75, weightDecay: 0.5 }),
    rule: () => adamRule({ beta1: 0.5, beta2: 0.75, weightDecay: 0.5 }),
    slots: ['w/firstMoment', 'w/secondMoment', 'beta1Power', 'beta2Power'],
    byHand: [[2, 2], 0.296875], // 1 - (1 + 1/2) / 4 = 5/8, and 5/8 - (1 + 5/16) / 4
  },
  {
    name: 'RMSProp',
    make: (variables) => new RMSProp(variables, { decay: 0.75 }),
    rule: () => rmsPropRule({ decay: 0.75 }),
    slots: ['w/secondMoment'],
    byHand: [[3, 0], 0.5], // v = 9/4, so d = 2, and then nothing
  },
  {
    name: 'RMSProp with momentum',
    make: (variables) => new RMSProp(variables, { decay: 0.75, momentum: 0.5 }),
    rule: () => rmsPropRule({ decay: 0.75, momentum: 0.5 }),
    slots: ['w/secondMoment', 'w/velocity'],
    byHand: [[3, 0], 0.25], // as before, and half of d once more
  },
  {
    name: 'SGD',
    make: (variables) => new SGD(variables),
    rule: () => sgdRule({}),
    slots: [],
    byHand: [[2, 1], 0.25],
  },
  {
    name: 'SGD with momentum',
    make: (variables) => new SGD(variables, { momentum: 0.5 }),
    rule: () => sgdRule({ momentum: 0.5 }),
    slots: ['w/velocity'],
    byHand: [[2, 1], 0], // u = 2, then 1 + 1
  },
  {
    name: 'SGD that looks ahead',
    make: (variables) => new SGD(variables, { momentum: 0.5, nesterov: true }),
    rule: () => sgdRule({ momentum: 0.5, nesterov: true }),
    slots: ['w/velocity'],
    byHand: [[2, 1], -0.25], // 2 + 1 = 3, then 1 + 2/2 = 2
  },
];

onEachBackend('an optimiser', () => {
  it.each(optimizers)('$name takes two steps as worked out by hand', ({ make, byHand: [gradients, value] }) => {
    const w = tf.variable(tf.tensor1d([1]));
    const optimizer = make({ w });
    for (const gradient of gradients) optimizer.step({ w: tf.tensor1d([gradient]) }, tf.scalar(0.25));
    expect(w.dataSync()[0]).toBeCloseTo(value, 6);
  });

  it.each(optimizers)('$name follows its formula in float64 to rounding over 20 steps', ({ make, rule }) => {
    const [rate, rng] = [0.01, new Rng(1)];
    const w = tf.variable(rng.normal([5, 3]));
    const optimizer = make({ w });
    const [expected, rules] = [read(w), Array.from({ length: 15 }, rule)];
    for (let t = 1; t <= 20; t++) {
      const gradient = rng.normal([5, 3]);
      optimizer.step({ w: gradient }, tf.scalar(rate));
      read(gradient).forEach((g, i) => {
        const x = expected[i] as number;
        expected[i] = x - rate * (rules[i] as Rule)(g, x);
      });
    }
    read(w).forEach((value, i) => {
      // Twenty times three roundings of values up to 3, and in Adam 1 - beta2^t loses digits in float32.
      expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-5);
    });
  });

  it.each(optimizers)('$name names its slots and frees them, and a step leaves nothing', ({ make, slots }) => {
    const variables = { w: tf.variable(tf.zeros([2])), empty: tf.variable(tf.zeros([0, 3])) };
    const before = tf.memory().numTensors;
    const optimizer = make(variables);
    expect(Object.keys(optimizer.slots).filter((name) => !name.startsWith('empty/'))).toEqual(slots);
    const made = tf.memory().numTensors;
    tf.tidy(() => optimizer.step({ w: tf.ones([2]), empty: tf.zeros([0, 3]) }, tf.scalar(1)));
    expect(tf.memory().numTensors).toBe(made);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(optimizers)('$name says which gradient is missing, and updates nothing then', ({ name, make }) => {
    const [w, b] = [tf.variable(tf.ones([2])), tf.variable(tf.ones([1]))];
    const optimizer = make({ w, b });
    const owner = name.split(' ')[0];
    const said = (what: string) => `${owner}.step: expected a gradient of shape [1] for b, got ${what}.`;
    expect(() => optimizer.step({ w: tf.ones([2]) }, tf.scalar(1))).toThrow(said('none'));
    expect(() => optimizer.step({ w: tf.ones([2]), b: tf.ones([3]) }, tf.scalar(1))).toThrow(said('[3]'));
    expect(read(w)).toEqual([1, 1]);
  });

  it('says which option is out of range', () => {
    expect(() => new Adam({}, { beta1: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Adam.beta1: expected a number in [0, 1), got 1.]`,
    );
    expect(() => new Adam({}, { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Adam.epsilon: expected a number > 0, got 0.]`,
    );
    expect(() => new Adam({}, { weightDecay: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Adam.weightDecay: expected a number >= 0, got -1.]`,
    );
    expect(() => new RMSProp({}, { decay: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: RMSProp.decay: expected a number in [0, 1), got 1.]`,
    );
    expect(() => new RMSProp({}, { epsilon: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: RMSProp.epsilon: expected a number > 0, got -1.]`,
    );
    expect(() => new SGD({}, { momentum: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: SGD.momentum: expected a number in [0, 1), got 1.]`,
    );
    expect(() => new SGD({}, { nesterov: true })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: SGD: expected momentum for nesterov, got 0. Usual is 0.9.]`,
    );
  });
});

onEachBackend('Adam', () => {
  it('moves by the learning rate on its first step, whatever the gradient’s size', () => {
    const w = tf.variable(tf.tensor1d([1, 1, 1]));
    const adam = new Adam({ w });
    adam.step({ w: tf.tensor1d([1e-3, -5, 100]) }, tf.scalar(0.1));
    const [a, b, c] = read(w) as [number, number, number];
    expect(a).toBeCloseTo(0.9, 4);
    expect(b).toBeCloseTo(1.1, 5);
    expect(c).toBeCloseTo(0.9, 5);
  });
});

onEachBackend('MovingAverage', () => {
  it('starts at the variables and follows them', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const average = new MovingAverage({ w });
    expect(read(average.averages.w as tf.Tensor)).toEqual([1, 2]);
    w.assign(tf.tensor1d([3, 4]));
    tf.tidy(() => average.update(tf.scalar(0.75)));
    expect(read(average.averages.w as tf.Tensor)).toEqual([1.5, 2.5]);
    expect(read(w)).toEqual([3, 4]);
    average.dispose();
    expect(tf.memory().numTensors).toBe(before + 1); // the tensor assigned from
  });
});
