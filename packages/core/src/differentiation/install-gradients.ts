// tfjs-core alone registers no gradients at all; tfjs-layers registers tfjs's own as it loads.
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { batchNormGradients } from '../layers/batch-norm.js';
import { crossEntropyGradients } from '../ops/cross-entropy.js';
import { groupNormGradients } from '../ops/group-norm.js';
import { logSoftmaxGradients } from '../ops/log-softmax.js';
import { broadcastGradients } from './broadcast-gradients.js';
import { comparisonGradients } from './comparison-gradients.js';
import { convolutionGradients } from './convolution-gradients.js';
import { poolingGradients } from './pooling-gradients.js';
import { rectifierGradients } from './rectifier-gradients.js';
import { resizingGradients } from './resizing-gradients.js';
import { saturatingGradients } from './saturating-gradients.js';

const ours: readonly tf.GradConfig[] = [
  ...batchNormGradients,
  ...broadcastGradients,
  ...comparisonGradients,
  ...convolutionGradients,
  ...crossEntropyGradients,
  ...groupNormGradients,
  ...logSoftmaxGradients,
  ...poolingGradients,
  ...rectifierGradients,
  ...resizingGradients,
  ...saturatingGradients,
];

/**
 * Puts tfjs's gradients right where second derivatives through them throw or are silently wrong, and adds the ones it lacks.
 *
 * Comparisons get a gradient of zero; maximum, minimum and squared difference may broadcast. Tanh, Sigmoid, Exp, Softmax and Elu
 * differentiate their input and not their saved output. The gradients of convolution filters, of depthwise convolutions, of pooling and of
 * resizing get gradients of their own. (`tf.logSoftmax` cannot be reached this way: its gradient is part of the op. {@link logSoftmax} is
 * right in every order.)
 *
 * First derivatives use GenLab's fused kernels where the backend has them. {@link gradients} and GenLab's models call it; a program that
 * takes second derivatives with bare tfjs may call it itself. Calling it again changes nothing.
 *
 *
 * @example
 * ```ts
 * import { installGradients } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * installGradients();
 * const slope = (x: tf.Tensor) => tf.grad((y) => tf.tanh(y))(x);
 * tf.grad(slope)(tf.scalar(1)).print(); // -0.6397, which is -2 tanh(1) (1 - tanh(1)^2)
 * ```
 *
 * @see tfjs issue 3252: "Can't take second derivative with respect to tanh, sigmoid, or exp".
 */
export function installGradients(): void {
  for (const config of ours) {
    const present = tf.getGradient(config.kernelName);
    if (present === config) continue;
    if (present !== undefined) tf.unregisterGradient(config.kernelName);
    tf.registerGradient(config);
  }
}
