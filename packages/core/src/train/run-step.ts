import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { RunnableStep } from './capture.js';
import type { Model } from './model.js';
import type { StepContext } from './step-context.js';

/**
 * One update, by the model's step or a captured one; the batch and whatever the model did not free are gone afterwards, also when the model
 * throws.
 */
export function runStep<Batch extends object>(
  model: Model<Batch>,
  batch: Batch,
  context: StepContext,
  runnable: Pick<RunnableStep<Batch>, 'step'> = model,
): Record<string, tf.Scalar> {
  try {
    model.check?.(batch);
    return tf.tidy(() => scalarsIn(runnable.step(batch, context)));
  } finally {
    tf.dispose(batch as tf.TensorContainer);
  }
}

function scalarsIn(logs: Record<string, tf.Scalar>): Record<string, tf.Scalar> {
  for (const [name, log] of Object.entries(config.object(logs, 'the logs of model.step'))) {
    const { rank, shape } = config.tensor(log, `the log ${name} of model.step`);
    if (rank !== 0) throw new Error(expected('model.step', `the log ${name} to be a scalar`, `shape [${shape}]`));
  }
  return logs;
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
