import type { Batch, StepContext } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';

type Step = (batch: Batch, context: StepContext) => Record<string, tf.Scalar>;

/** The step as `train()` runs it: captured where the backend can. */
export function captured(step: Step): Step {
  const { capture } = tf.backend() as { capture?: (step: Step) => { step: Step } };
  return capture && !process.env.GENLAB_NO_CAPTURE ? capture.call(tf.backend(), step).step : step;
}
