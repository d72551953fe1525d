import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { serve } from './serve.js';
import type { ConvolutionWork, ProductWork } from './works.js';

/** What the works need of jax-js, which is no dependency: its arrays are freed when they are passed on, unless `.ref` is. */
interface JaxArray {
  readonly ref: JaxArray;
  dispose(): void;
  mul(other: JaxArray): JaxArray;
  sum(): JaxArray;
}
type Op = (...inputs: JaxArray[]) => JaxArray;
interface JaxJs {
  init(device: 'wasm'): Promise<unknown>;
  defaultDevice(device: 'wasm'): void;
  blockUntilReady(array: JaxArray): Promise<unknown>;
  jit(op: Op): Op;
  grad(op: Op, options: { argnums: number }): Op;
  readonly numpy: { matmul: Op };
  readonly random: { key(seed: number): JaxArray; normal(key: JaxArray, shape: readonly number[]): JaxArray };
  readonly lax: {
    convGeneralDilated(x: JaxArray, filter: JaxArray, strides: readonly number[], pads: readonly (readonly number[])[]): JaxArray;
  };
}

/** Serves the works on jax-js's WebAssembly backend, from the folder that GENLAB_PEERS names; each is compiled by its `jit`. */
export async function serveJaxJs(): Promise<void> {
  const peer = createRequire(join(process.env.GENLAB_PEERS ?? '.', 'bench.js'));
  const jax = peer('@jax-js/jax') as JaxJs;
  const manifest = join(dirname(peer.resolve('@jax-js/jax')), '../package.json');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const normal = (seed: number, shape: readonly number[]) => jax.random.normal(jax.random.key(seed), shape);
  const run = async (op: Op, ...inputs: JaxArray[]) => {
    const result = op(...inputs.map(({ ref }) => ref));
    await jax.blockUntilReady(result);
    result.dispose();
  };
  await serve(`jax-js ${JSON.parse(readFileSync(manifest, 'utf8')).version}`, {
    product({ size }: ProductWork) {
      const [a, b] = [normal(0, [size, size]), normal(1, [size, size])];
      const product = jax.jit((x, y) => jax.numpy.matmul(x, y));
      return () => run(product, a, b);
    },
    conv2d({ kind, batch, size, inputs, outputs }: ConvolutionWork) {
      const half = Math.floor(size / 2);
      const [x, filter, dy] = [
        normal(0, [batch, inputs, size, size]),
        normal(1, [outputs, inputs, 4, 4]),
        normal(2, [batch, outputs, half, half]),
      ];
      const forward: Op = (image, weights) =>
        jax.lax.convGeneralDilated(
          image,
          weights,
          [2, 2],
          [
            [1, 1],
            [1, 1],
          ],
        );
      if (kind === 'forward') {
        const compiled = jax.jit(forward);
        return () => run(compiled, x, filter);
      }
      const scalar: Op = (image, weights, gradient) => forward(image, weights).mul(gradient).sum();
      const compiled = jax.jit(jax.grad(scalar, { argnums: kind === 'inputGradient' ? 0 : 1 }));
      return () => run(compiled, x, filter, dy);
    },
    dcgan() {
      throw new Error('its convolutions alone would take a minute a step');
    },
    hvae() {
      throw new Error('not written');
    },
  });
}
