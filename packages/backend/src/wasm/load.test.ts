import { expect, test } from 'vitest';
import type { WasmExports } from './exports.generated.js';
import { availableBuilds, instantiate, loadModule, type WasmBuild } from './load.js';

const COUNT = 1024;
const INPUT = 2 ** 18;
const OTHER = INPUT + 4 * COUNT;
const OUTPUT = OTHER + 4 * COUNT;

/** What a function makes of fixed inputs, as raw bits. */
async function resultOf(build: WasmBuild, call: (exports: WasmExports) => void): Promise<Uint32Array> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 16 });
  const exports = await instantiate(await loadModule(build, false), memory);
  const inputs = new Float32Array(memory.buffer, INPUT, 2 * COUNT);
  for (let i = 0; i < inputs.length; i++) inputs[i] = 5 * Math.sin(i * i);
  call(exports);
  return new Uint32Array(memory.buffer, OUTPUT, 4 * COUNT);
}

const unary = ['elu', 'exp', 'expm1', 'log', 'log1p', 'rsqrt', 'sigmoid', 'softplus', 'tanh'] as const;
const calls: [name: string, call: (exports: WasmExports) => void][] = [
  ...unary.map((name): [string, (exports: WasmExports) => void] => [name, (exports) => exports[name](INPUT, OUTPUT, COUNT)]),
  ['sumRows', (exports) => exports.sumRows(INPUT, OUTPUT, 8, COUNT / 8, 0.1)],
  ['sumColumns', (exports) => exports.sumColumns(INPUT, OUTPUT, 1, 8, COUNT / 8, COUNT / 8, 0.1, OUTPUT + 4 * COUNT)],
  ['softmax', (exports) => exports.softmax(INPUT, OUTPUT, 8, COUNT / 8, OUTPUT + 4 * COUNT)],
  ['moments', (exports) => exports.moments(INPUT, OUTPUT, OUTPUT + COUNT, 64, COUNT / 64, COUNT / 64, OUTPUT + 4 * COUNT)],
];

test.skipIf(availableBuilds().length < 2).each(calls)('both builds give the same bits for %s', async (_name, call) => {
  expect(await resultOf('relaxed', call)).toEqual(await resultOf('simd', call));
});

test('the builds are named best first, and plain SIMD is always among them here', () => {
  expect(['relaxed,simd', 'simd']).toContain(availableBuilds().join());
});
