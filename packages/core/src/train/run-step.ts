import * as tf from '@tensorflow/tfjs-core';
import type { RunnableStep } from './capture.js';
import type { Model } from './model.js';
import type { StepContext } from './step-context.js';

/** One update, by the model's step or a captured one; the batch and whatever the model did not free are gone afterwards, also when the model throws. */
export function runStep<Batch extends object>(
  model: Model<Batch>,
  batch: Batch,
  context: StepContext,
  runnable: Pick<RunnableStep<Batch>, 'step'> = model,
): Record<string, tf.Scalar> {
  try {
    model.check?.(batch);
    return tf.tidy(() => runnable.step(batch, context));
  } finally {
    tf.dispose(batch as tf.TensorContainer);
  }
}

/** All logs in one read. */
export async function readLogs(scalars: Record<string, tf.Scalar>): Promise<Record<string, number>> {
  const names = Object.keys(scalars);
  if (names.length === 0) return {};
  const together = tf.stack(Object.values(scalars));
  try {
    const values = await together.data();
    return Object.fromEntries(names.map((name, i) => [name, values[i] as number]));
  } finally {
    together.dispose();
  }
}
