import * as tf from '@tensorflow/tfjs-core';
import type { Model } from './model.js';

/** A model's step as it is run in a training. */
export interface RunnableStep<Batch> {
  readonly step: Model<Batch>['step'];
  /** Frees what was kept to run it; the model is left as it is. */
  dispose(): void;
}

/** What a backend that can capture steps offers; GenLab's does. */
interface CapturingBackend {
  capture?<Batch>(step: Model<Batch>['step']): RunnableStep<Batch>;
}

/** A model's step, captured where the model allows it and the backend can: recorded once, then replayed, with the same results. */
export function runnableStep<Batch>(model: Model<Batch>): RunnableStep<Batch> {
  const step: Model<Batch>['step'] = (batch, context) => model.step(batch, context);
  const backend = tf.backend() as CapturingBackend;
  if (model.capturable && backend.capture) return backend.capture(step);
  return { step, dispose() {} };
}
