import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onEachBackend } from '../../../core/test/backends.js';
import { HierarchicalVAE } from '../model/hierarchical-vae.js';
import type { HierarchicalVAEOptions } from '../model/options.js';
import { denseBody } from '../networks/dense-body.js';

const body = denseBody({ units: [6] });
/** An untrained model whose learned priors are no longer N(0, I). */
function make(options: HierarchicalVAEOptions = {}): HierarchicalVAE {
  const sides = { encoder: { body, hidden: [4] }, decoder: { body, hidden: [4], width: 4 } };
  const vae = new HierarchicalVAE({ dataShape: [4, 3], latentDims: [2, 3], classes: 3, averaging: 0, ...sides, ...options });
  const rng = new Rng(9);
  tf.tidy(() => {
    for (const [name, tensor] of Object.entries(vae.state().tensors))
      if (/^decoder\/.*(kernel|bias)$/.test(name))
        (tensor as tf.Variable).assign(tf.add(tensor, rng.normal(tensor.shape, { stddev: 0.4 })));
  });
  return vae;
}
const items = (n: number) => tf.tidy(() => tf.cast(tf.less(new Rng(1).uniform([n, 4, 3]), 0.5), 'float32'));
const read = (x: tf.Tensor) => [...x.dataSync()];
const far = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number);

onEachBackend('HierarchicalVAE', () => {
  it('encodes every level: means without a seed, draws with one, and offsets as the prior sees them', () => {
    const vae = make();
    const x = items(5);
    const before = tf.memory().numTensors;
    const levels = vae.encode(x);
    expect(tf.memory().numTensors).toBe(before + 12);
    expect(levels.map(({ z }) => z.shape)).toEqual([
      [5, 2],
      [5, 3],
    ]);
    for (const { mean, priorMean, priorLogVar, z, offset } of levels) {
      expect(far(z, mean)).toBe(0);
      expect(far(tf.add(priorMean, tf.mul(offset, tf.exp(tf.mul(0.5, priorLogVar)))), z)).toBeLessThan(1e-5);
    }
    const [drawn, again, other] = [vae.encode(x, { seed: 1 }), vae.encode(x, { seed: 1 }), vae.encode(x, { seed: 2 })];
    const z = (of: typeof levels) => read(of[0]?.z as tf.Tensor);
    expect(z(drawn)).toEqual(z(again));
    expect(z(drawn)).not.toEqual(z(other));
    expect(z(drawn)).not.toEqual(z(levels));
    vae.dispose();
  });

  it('decodes latents and offsets alike, and reconstructs by way of the means', () => {
    const vae = make();
    const x = items(4);
    const levels = vae.encode(x);
    const before = tf.memory().numTensors;
    const byLatents = vae.decode({ z: levels.map(({ z }) => z) });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(byLatents.shape).toEqual([4, 4, 3]);
    expect(far(vae.decode({ offsets: levels.map(({ offset }) => offset) }), byLatents)).toBeLessThan(1e-5);
    expect(far(vae.reconstruct(x), byLatents)).toBe(0);
    expect(read(byLatents).every((value) => value > 0 && value < 1)).toBe(true);
    const draw = vae.decode({ z: levels.map(({ z }) => z) }, { output: 'draw', seed: 3 });
    expect(new Set(read(draw))).toEqual(new Set([0, 1]));
    vae.dispose();
  });

  it('samples the class asked for, the classes in turn by default, and the same for one seed', () => {
    const vae = make();
    const before = tf.memory().numTensors;
    const all = vae.sample({ n: 6, seed: 3 });
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(far(vae.sample({ n: 6, seed: 3, label: [0, 1, 2, 0, 1, 2] }), all)).toBe(0);
    const ones = vae.sample({ n: 6, seed: 3, label: 1 });
    expect(read(ones).slice(12, 24)).toEqual(read(all).slice(12, 24));
    expect(read(ones).slice(0, 12)).not.toEqual(read(all).slice(0, 12));
    expect(read(vae.sample({ n: 6, seed: 4 }))).not.toEqual(read(all));
    vae.dispose();
  });

  it('draws nothing at temperature 0, of all levels or of one, and takes topmost levels that are given', () => {
    const vae = make();
    const cold = vae.sample({ n: 2, label: 1, temperature: 0 });
    expect(read(cold).slice(0, 12)).toEqual(read(cold).slice(12));
    const low = vae.sample({ n: 2, label: 1, temperature: [0, 1] });
    expect(read(low).slice(0, 12)).not.toEqual(read(low).slice(12));
    const top = tf.tensor2d([
      [0.3, -1],
      [0.3, -1],
    ]);
    const given = vae.sample({ n: 2, label: 1, levels: [top], temperature: 0 });
    expect(read(given).slice(0, 12)).toEqual(read(given).slice(12));
    expect(read(given)).not.toEqual(read(cold));
    vae.dispose();
  });

  it('samples and encodes many in parts that fit together', () => {
    const vae = make();
    const [many, x] = [vae.sample({ n: 1030 }), items(1030)];
    const few = tf.slice(x, [1020, 0, 0], [10, 4, 3]);
    expect(many.shape).toEqual([1030, 4, 3]);
    const [whole, part] = [vae.encode(x)[1]?.z as tf.Tensor, vae.encode(few)[1]?.z as tf.Tensor];
    expect(far(tf.slice(whole, [1020, 0], [10, 3]), part)).toBeLessThan(1e-6);
    vae.dispose();
  });

  it('varies items: what is kept stays, the rest is drawn anew', () => {
    const vae = make();
    const x = items(3);
    const before = tf.memory().numTensors;
    const [first, second, whole] = [vae.vary(x, { seed: 1 }), vae.vary(x, { seed: 2 }), vae.vary(x, { keep: 2 })] as const;
    expect(tf.memory().numTensors).toBe(before + 3);
    expect(far(first, second)).toBeGreaterThan(1e-3);
    expect(far(whole, vae.reconstruct(x))).toBe(0);
    const kept = vae.vary(x, { temperature: 0 });
    const top = vae.encode(x)[0]?.z as tf.Tensor;
    expect(far(kept, vae.sample({ n: 3, levels: [top], temperature: 0 }))).toBe(0);
    vae.dispose();
  });

  it('interpolates from one end to the other, along lines and arcs, with levels held', () => {
    const vae = make();
    const [from, to] = [items(2), tf.tidy(() => tf.sub(1, items(2)))];
    for (const path of ['linear', 'spherical'] as const) {
      const before = tf.memory().numTensors;
      const way = vae.interpolate({ from, to, steps: 5, path });
      expect(tf.memory().numTensors).toBe(before + 1);
      expect(way.shape).toEqual([2, 5, 4, 3]);
      expect(far(tf.squeeze(tf.slice(way, [0, 0, 0, 0], [2, 1, 4, 3]), [1]), vae.reconstruct(from))).toBeLessThan(1e-5);
      expect(far(tf.squeeze(tf.slice(way, [0, 4, 0, 0], [2, 1, 4, 3]), [1]), vae.reconstruct(to))).toBeLessThan(1e-5);
    }
    const still = vae.interpolate({ from, to, steps: 3, hold: [0, 1] });
    const back = vae.interpolate({ from, to: from, steps: 3, path: 'spherical' });
    expect(far(still, back)).toBeLessThan(1e-5);
    const half = vae.interpolate({ from, to, steps: 3, hold: [1] });
    expect(far(half, still)).toBeGreaterThan(1e-4);
    vae.dispose();
  });

  it('says what it expected', () => {
    const vae = make();
    const plain = make({ classes: undefined });
    const x = items(2);
    expect(() => vae.sample({ n: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE.sample.n: expected an integer >= 1, got 0.]`,
    );
    expect(() => vae.sample({ n: 2, label: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE: expected labels in [0, 3), got 3 at place 0.]`,
    );
    expect(() => vae.sample({ n: 2, label: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE: expected 2 labels, one an item, got 1.]`,
    );
    expect(() => vae.sample({ n: 2, temperature: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE.sample.temperature: expected a number >= 0, got -1.]`,
    );
    expect(() => vae.sample({ n: 2, levels: [tf.zeros([2, 3])] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.sample: expected latents of [n, 2], got [2,3].]`,
    );
    expect(() => vae.sample({ n: 3, levels: [tf.zeros([2, 2])] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.sample: expected levels of 3 items, got 2.]`,
    );
    expect(() => plain.sample({ n: 2, label: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.sample: expected no label, as the model has no classes, got 0.]`,
    );
    expect(() => vae.decode({ z: [tf.zeros([2, 2])] })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.decode: expected latents of [n, 2] and [n, 3], got [2,2].]`,
    );
    expect(() => vae.vary(x, { keep: 3 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE.vary: expected keep to be an integer in [0, 2], got 3.]`,
    );
    expect(() => vae.encode(tf.zeros([4, 3]))).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.encode: expected data of shape [batch, 4, 3], got [4, 3].]`,
    );
    expect(() => vae.interpolate({ from: x, to: items(3) })).toThrowErrorMatchingInlineSnapshot(
      `[Error: HierarchicalVAE.interpolate: expected from and to of one shape, got [2,4,3] and [3,4,3].]`,
    );
    expect(() => vae.interpolate({ from: x, to: x, steps: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE.interpolate.steps: expected an integer >= 2, got 1.]`,
    );
    expect(() => vae.interpolate({ from: x, to: x, hold: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: HierarchicalVAE.interpolate: expected levels to hold in [0, 2), got 2.]`,
    );
    for (const each of [vae, plain]) each.dispose();
  });
});
