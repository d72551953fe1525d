import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../../src/genlab-backend.js';
import { BACKEND_NAME } from '../../src/register.js';

type Kernel = ReturnType<typeof tf.getKernelsForBackend>[0];
type KernelArguments = Parameters<Kernel['kernelFunc']>[0];
type Tensors = Record<string, tf.Tensor>;

/** Why a call is not to be replayed: its kernel is JavaScript. */
const inJavaScript = new Set<string | undefined>(['it runs a kernel of tfjs in JavaScript', 'it reads a tensor']);

/** Calls of kernels that were replayed, and those that can't be, as they run in JavaScript. */
export const captured = { replayed: 0, inJavaScript: 0 };

/**
 * From now on each call of a kernel is also made a captured step, whose replay must give the same bits: a kernel that gives others throws.
 */
export function captureKernels(): void {
  for (const kernel of tf.getKernelsForBackend(BACKEND_NAME)) {
    const { kernelName, kernelFunc } = kernel;
    kernel.kernelFunc = (args) => {
      const nested = (args.backend as GenlabBackend).scope.active;
      const out = kernelFunc(args);
      if (!nested && isOfNumbers([...Object.values(args.inputs), ...[out].flat()])) replay({ kernelName, kernelFunc }, args, [out].flat());
      return out;
    };
  }
}

const isOfNumbers = (infos: (tf.TensorInfo | undefined)[]) =>
  infos.every((info) => info === undefined || ['float32', 'int32', 'bool'].includes(info.dtype));

function replay(
  { kernelName, kernelFunc }: Pick<Kernel, 'kernelName' | 'kernelFunc'>,
  args: KernelArguments,
  expected: tf.TensorInfo[],
): void {
  const backend = args.backend as GenlabBackend;
  const given = Object.entries(args.inputs).filter(([, input]) => input !== undefined);
  const step = (batch: Tensors): Tensors => {
    const inputs = (Array.isArray(args.inputs) ? Object.values(batch) : batch) as KernelArguments['inputs'];
    const made = [kernelFunc({ ...args, inputs })].flat();
    return Object.fromEntries(
      made.map((info, i) => [i, info instanceof tf.Tensor ? info : tf.engine().makeTensorFromTensorInfo(info, backend)]),
    );
  };
  const capture = backend.capture<Tensors, object, Tensors>(step);
  const { warn } = console;
  console.warn = () => {}; // it says why it can't be replayed
  const { registeredVariables } = tf.engine().state;
  tf.engine().state.registeredVariables = {}; // a captured step would take the spec's for its own
  try {
    // It runs as ever, is recorded, checked, and replayed.
    for (let run = 0; run < 4 && capture.reason === undefined; run++) {
      const batch = Object.fromEntries(
        given.map(([name, input]) => [name, tf.engine().makeTensorFromTensorInfo(backend.share(input as tf.TensorInfo))]),
      );
      const made = Object.values(capture.step(batch, {}));
      for (const [i, tensor] of made.entries()) expectBits(backend, kernelName, tensor, expected[i] as tf.TensorInfo);
      tf.dispose([batch, made]);
    }
  } finally {
    console.warn = warn;
    tf.engine().state.registeredVariables = registeredVariables;
  }
  if (capture.reason === undefined) captured.replayed++;
  else if (inJavaScript.has(capture.reason)) captured.inJavaScript++;
  else throw new Error(`${kernelName}, captured: ${capture.reason}`);
  capture.dispose();
}

function expectBits(backend: GenlabBackend, kernelName: string, actual: tf.TensorInfo, expected: tf.TensorInfo): void {
  const bits = ({ dataId }: tf.TensorInfo) => Buffer.from((backend.readSync(dataId) as Float32Array).buffer);
  if (actual.dtype === expected.dtype && tf.util.arraysEqual(actual.shape, expected.shape) && bits(actual).equals(bits(expected))) return;
  throw new Error(`${kernelName}, captured, gives other bits`);
}
