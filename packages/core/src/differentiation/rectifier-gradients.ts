import * as tf from '@tensorflow/tfjs-core';
import { runGenlabKernel } from '../kernels.js';

/** Gradients of Relu and LeakyRelu: one fused pass for first derivatives, a product with a step function for higher ones. */
export const rectifierGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'Relu',
    inputsToSave: ['x'],
    gradFunc: (dys, saved) => ({
      x: () => {
        const [dy, x] = [dys as tf.Tensor, saved[0] as tf.Tensor];
        return runGenlabKernel('GenlabReluGrad', 'firstOrder', { dy, x })?.[0] ?? tf.mul(dy, tf.step(x));
      },
    }),
  },
  {
    kernelName: 'LeakyRelu',
    inputsToSave: ['x'],
    gradFunc: (dys, saved, attrs) => ({
      x: () => {
        const [dy, x, alpha] = [dys as tf.Tensor, saved[0] as tf.Tensor, attrs.alpha as number];
        return runGenlabKernel('GenlabLeakyReluGrad', 'firstOrder', { dy, x }, { alpha })?.[0] ?? tf.mul(dy, tf.step(x, alpha));
      },
    }),
  },
];
