import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GenlabBackend } from './genlab-backend.js';
import { type GenlabMemoryInfo, useBackend } from './index.js';

const memory = () => tf.memory() as tf.MemoryInfo & GenlabMemoryInfo;

beforeAll(async () => {
  await useBackend();
});

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('storage', () => {
  test('a tensor of every dtype reads back as it was written', () => {
    expect([...tf.tensor([1.5, -2, Number.NaN, Infinity]).dataSync()]).toEqual([1.5, -2, Number.NaN, Infinity]);
    expect([...tf.tensor([1, -2, 2 ** 31 - 1], [3], 'int32').dataSync()]).toEqual([1, -2, 2 ** 31 - 1]);
    expect([...tf.tensor([true, false, true], [3], 'bool').dataSync()]).toEqual([1, 0, 1]);
    expect(tf.tensor(['a', 'é'], [2], 'string').dataSync()).toEqual(['a', 'é']);
    expect([...tf.complex([1, 2], [3, 4]).dataSync()]).toEqual([1, 3, 2, 4]);
  });

  test('empty tensors and scalars work', () => {
    expect([...tf.add(tf.zeros([0, 3]), tf.ones([3])).dataSync()]).toEqual([]);
    expect(tf.sum(tf.zeros([0, 3]), 0).arraySync()).toEqual([0, 0, 0]);
    expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  });

  test('reading returns a copy', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    x.dataSync().fill(9);
    (await x.data()).fill(9);
    expect(x.arraySync()).toEqual([1, 2, 3]);
  });

  test('a tensor can be read into an array that there is', () => {
    const backend = tf.backend() as GenlabBackend;
    for (const [x, into] of [
      [tf.tensor([1.5, -2, Number.NaN]), new Float32Array(3)],
      [tf.tensor([1, -2, 2 ** 31 - 1], [3], 'int32'), new Int32Array(3)],
      [tf.tensor([true, false, true], [3], 'bool'), new Uint8Array(3)],
    ] as const) {
      backend.readInto(x.dataId, into);
      expect(into).toEqual(x.dataSync());
    }
  });

  test('writing takes a copy', () => {
    const values = Float32Array.of(1, 2, 3);
    const x = tf.tensor1d(values);
    values.fill(9);
    expect(x.arraySync()).toEqual([1, 2, 3]);
  });

  test('the result of a CPU kernel is a tensor like any other', () => {
    const x = tf.cumsum(tf.tensor1d([1, 2, 3])); // no kernel of ours
    expect(tf.square(x).arraySync()).toEqual([1, 9, 36]);
    expect(x.arraySync()).toEqual([1, 3, 6]);
  });

  test('a dtype that a CPU kernel changed without moving the data is converted', () => {
    const backend = tf.backend() as unknown as { share(x: tf.TensorInfo, shape: number[], dtype: tf.DataType): tf.TensorInfo };
    const mask = tf.tensor1d([true, false, true], 'bool');
    const { dataId } = backend.share(mask, mask.shape, 'float32');
    const shared = tf.engine().makeTensorFromDataId(dataId, mask.shape, 'float32');
    expect(tf.mul(shared, 2).arraySync()).toEqual([2, 0, 2]);
  });

  test('tensors move to and from another backend', async () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const z = tf.complex([1, 2], [3, 4]);
    await useBackend('cpu');
    const y = tf.add(x, 1);
    expect(y.arraySync()).toEqual([
      [2, 3],
      [4, 5],
    ]);
    await useBackend();
    expect(tf.square(y).arraySync()).toEqual([
      [4, 9],
      [16, 25],
    ]);
    expect([...z.dataSync()]).toEqual([1, 3, 2, 4]);
  });

  test('complex tensors come back from another backend', async () => {
    await useBackend('cpu');
    const z = tf.complex([1, 2], [3, 4]);
    await useBackend();
    expect([...tf.real(z).dataSync()]).toEqual([1, 2]);
    expect([...tf.imag(z).dataSync()]).toEqual([3, 4]);
  });
});

describe('memory', () => {
  test('tf.memory() tells live, peak and reserved bytes', () => {
    const before = memory();
    const x = tf.zeros([1000]);
    const after = memory();
    expect(after.liveBytes - before.liveBytes).toBe(4096); // 63 cache lines, rounded up to 64
    expect(after.reservedBytes % 65_536).toBe(0);
    expect(after.peakBytes).toBeGreaterThanOrEqual(after.liveBytes);
    expect(after.unreliable).toBe(false);
    x.dispose();
    expect(memory().liveBytes).toBe(before.liveBytes);
  });

  test('a reshape shares its data, which lives as long as either', () => {
    const before = memory().liveBytes;
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const y = tf.reshape(x, [4]);
    expect(memory().liveBytes - before).toBe(64);
    x.dispose();
    expect(y.arraySync()).toEqual([1, 2, 3, 4]);
    y.dispose();
    expect(memory().liveBytes).toBe(before);
  });

  test('thousands of operations leave nothing behind', () => {
    const x = tf.variable(tf.randomNormal([64, 33], 0, 1, 'float32', 1));
    const step = () =>
      tf.tidy(() => {
        const y = tf.tanh(tf.matMul(x, x, false, true));
        x.assign(tf.sub(x, tf.mul(tf.mean(tf.concat([x, x], 0), 0), tf.mean(y))));
        tf.cumsum(y); // a CPU kernel
      });
    step();
    const before = memory();
    for (let i = 0; i < 1000; i++) step();
    const after = memory();
    expect(after.liveBytes).toBe(before.liveBytes);
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.reservedBytes).toBe(before.reservedBytes);
    x.dispose();
  });

  test('memory grows when it must, and what was there stays', () => {
    const { reservedBytes } = memory();
    const small = tf.tensor1d([1, 2, 3]);
    const elements = Math.ceil(reservedBytes / 4);
    const large = tf.ones([elements]);
    expect(memory().reservedBytes).toBeGreaterThan(reservedBytes);
    expect(small.arraySync()).toEqual([1, 2, 3]);
    expect(tf.sum(large).dataSync()[0]).toBeCloseTo(elements, -2);
    tf.dispose([small, large]);
  });

  test('more memory than there can be is one clear error, which names the tensor', () => {
    const before = memory();
    const message = (work: () => unknown) => {
      try {
        work();
        return 'none';
      } catch (error) {
        return (error as Error).message.replace(/[0-9,]+ bytes are live of [0-9,]+/, 'N bytes are live of N');
      }
    };
    expect(message(() => tf.fill([2, 2 ** 29], 1))).toMatchInlineSnapshot(
      `"genlab: expected memory for a float32 tensor of shape [2,536870912], 4,294,967,296 bytes, got none: N bytes are live of N and there can be 4 GiB at most. Dispose of tensors (tf.tidy, tf.memory()) or use a smaller batch."`,
    );
    expect(message(() => tf.matMul(tf.ones([2 ** 16, 1]), tf.ones([1, 2 ** 15])))).toMatchInlineSnapshot(
      `"genlab: expected memory for a float32 tensor of shape [65536,32768], 8,589,934,592 bytes, got none: N bytes are live of N and there can be 4 GiB at most. Dispose of tensors (tf.tidy, tf.memory()) or use a smaller batch."`,
    );
    expect(memory().liveBytes - before.liveBytes).toBe(4 * (2 ** 16 + 2 ** 15)); // the factors
  });

  test('what a kernel made before it threw is given back', () => {
    const backend = tf.backend() as GenlabBackend;
    const before = memory().liveBytes;
    const failing = () =>
      backend.run(() => {
        backend.output([1000], 'float32');
        backend.run(() => backend.output([1000], 'int32'));
        throw new Error('out of luck');
      });
    expect(failing).toThrow('out of luck');
    expect(memory().liveBytes).toBe(before);
  });

  test('tensors beyond 2 GiB are tensors like any other', () => {
    const backend = tf.backend() as GenlabBackend;
    // Never written to, so that the machine need not have them.
    const hollow = Array.from({ length: 5 }, () => backend.run(() => backend.output([2 ** 27], 'float32').info));
    const [x, y] = [tf.randomNormal([37, 61], 0, 1, 'float32', 1), tf.randomNormal([61, 5], 0, 1, 'float32', 2)];
    expect(backend.pointer(x)).toBeGreaterThan(2 ** 31);
    const work = () => {
      const product = tf.matMul(tf.tanh(x), y);
      const image = tf.reshape(
        tf.pad(product, [
          [0, 3],
          [0, 0],
        ]),
        [1, 10, 10, 2],
      ); // prettier-ignore
      const pooled = tf.maxPool(image as tf.Tensor4D, 2, 2, 'valid');
      return [tf.softmax(product), tf.transpose(product), tf.sum(pooled, [1, 2]), tf.concat([product, product], 1)];
    };
    const far = work().map((tensor) => tensor.dataSync());
    for (const { dataId } of hollow) backend.disposeData(dataId);
    const near = work().map((tensor) => tensor.dataSync());
    expect(far).toEqual(near);
  });

  test('a kernel that throws gives its scratch memory back', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const before = memory().liveBytes;
    expect(() => tf.gather(x, tf.tensor1d([7], 'int32')).dataSync()).toThrow('GatherV2: the index value 7 is not in [0, 1]');
    expect(memory().liveBytes - before).toBe(64); // the index
  });
});
