import { Rng, stepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../../core/test/backends.js';
import type { HierarchicalVAEOptions } from '../model/options.js';
import { balancingWeights } from './balancing.js';
import { Objective } from './objective.js';
import { targetRate } from './target-rate.js';

beforeAll(useCpu);

/** Divergences of 0.1 and 0.5 nats in the top level's dimensions, and of 2 in the only one of the level below. */
const kls = () => [tf.tensor1d([0.1, 0.5]), tf.tensor1d([2])];
const penalty = (options: HierarchicalVAEOptions, step = 0) =>
  tf.tidy(() => {
    const objective = new Objective(options, [2, 1]);
    const got = objective.penalty(kls(), objective.rates(stepContext(new Rng(1), step))).dataSync()[0] as number;
    objective.controller?.dispose();
    return got;
  });

describe('what the divergences add to the loss', () => {
  it.each<[string, HierarchicalVAEOptions, number]>([
    ['by default: all of them', {}, 2.6],
    ['with one beta', { beta: 0.5 }, 1.3],
    ['with a schedule, at step 3', { beta: (step) => step / 10 }, 0.78],
    ['with a beta a level', { beta: [2, (step) => step] }, 2 * 0.6 + 3 * 2],
    ['with free bits a dimension', { freeBits: 0.25 }, 0.25 + 0.5 + 2],
    ['with free bits a level', { freeBits: { nats: 1, per: 'level' } }, 1 + 2],
    ['with free bits of some levels', { freeBits: { nats: [0, 3], per: 'level' } }, 0.6 + 3],
    ['with a capacity', { capacity: 1, beta: 10 }, 10 * (0.4 + 1)],
    ['with a capacity a level that grows', { capacity: [(step) => step, 2] }, 2.4 + 0],
    ['with a controller, at its start', { beta: targetRate({ nats: 1, initial: 0.5 }) }, 1.3],
    // shares 0.61 and 2.01 of 2.62: weights 0.4656 and 1.5344
    ['balanced, while beta is low', { balancing: true, beta: 0.5 }, 0.5 * ((0.61 / 1.31) * 0.6 + (2.01 / 1.31) * 2)],
    ['balanced, once it is 1', { balancing: true }, 2.6],
  ])('%s', (_, options, wanted) => {
    expect(penalty(options, 3)).toBeCloseTo(wanted, 4);
  });

  it('gives a level whose divergence comes as a whole, as from a mixture of classes, the free bits of all its dimensions', () => {
    const spent = (kl: number, per: 'dimension' | 'level') =>
      tf.tidy(() => {
        const objective = new Objective({ freeBits: { nats: 0.25, per } }, [4]);
        return objective.penalty([tf.tensor1d([kl])], objective.rates(stepContext(new Rng(1), 0))).dataSync()[0];
      });
    expect([spent(0.3, 'dimension'), spent(1.5, 'dimension'), spent(0.2, 'level')]).toEqual([1, 1.5, 0.25]);
  });

  it('pulls no gradient through the weights that balance', () => {
    const slope = tf.grad((kl) => balancingWeights([kl as tf.Tensor, tf.scalar(2)], [tf.scalar(0), tf.scalar(0)])[0] as tf.Tensor);
    expect(slope(tf.scalar(1)).dataSync()[0]).toBe(0);
  });

  it('moves a controller’s betas by how far each level is off, within their bounds', () => {
    const { controller } = new Objective({ beta: targetRate({ nats: [1, 2], speed: 0.1, initial: 1, least: 0.5, most: 1.2 }) }, [2, 1]);
    const betas = () => [...(controller?.betas.dataSync() ?? [])];
    const before = tf.memory().numTensors;
    controller?.update([tf.scalar(2), tf.scalar(1)]);
    expect(betas()[0]).toBeCloseTo(Math.exp(0.1), 6);
    expect(betas()[1]).toBeCloseTo(Math.exp(-0.1), 6);
    for (let i = 0; i < 20; i++) tf.tidy(() => controller?.update([tf.scalar(2), tf.scalar(1)]));
    expect(betas()).toEqual([Math.fround(1.2), 0.5]);
    expect(tf.memory().numTensors).toBe(before + 2);
    controller?.dispose();
  });

  it('says what it expected', () => {
    expect(() => new Objective({ beta: [1] }, [2, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE: expected beta for each of 2 levels, got 1.]`,
    );
    expect(() => new Objective({ beta: -1 }, [2, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE: expected beta >= 0, got -1.]`,
    );
    expect(() => new Objective({ freeBits: [0.1] as never }, [2, 1])).toThrow();
    expect(() => new Objective({ freeBits: { nats: [1, 2, 3], per: 'level' } }, [2, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE: expected freeBits.nats >= 0, one number or one for each of 2 levels, got [1,2,3].]`,
    );
    expect(() => new Objective({ freeBits: { nats: 1, per: 'unit' as never } }, [2, 1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: freeBits: expected per to be 'dimension' or 'level', got unit.]`,
    );
    expect(() => targetRate({ nats: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: targetRate.nats: expected a number >= 0, got -1.]`,
    );
    expect(() => targetRate({ nats: 1, least: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: targetRate: expected 0 < least <= initial <= most, got {"least":2,"initial":1,"most":10}.]`,
    );
    expect(() => targetRate({ nats: 1, speed: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: targetRate.speed: expected a number > 0, got 0.]`,
    );
  });
});
