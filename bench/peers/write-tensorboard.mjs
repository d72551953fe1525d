// Writes the event files that read-tensorboard.py reads: a training that is killed at step 25 and resumed.
import { useBackend } from '@genlab/backend';
import { inMemory, memory, train } from '@genlab/core';
import { tensorBoard } from '@genlab/core/node';
import { imageGrid } from '@genlab/report';
import * as tf from '@tensorflow/tfjs-core';

await useBackend();
const [folder] = process.argv.slice(2);
const store = memory();
for (const death of [25, Number.POSITIVE_INFINITY]) {
  const weight = tf.variable(tf.scalar(0));
  const model = {
    step() {
      tf.tidy(() => weight.assign(tf.add(weight, 0.5)));
      return { loss: tf.clone(weight) };
    },
    state: () => ({ tensors: { weight } }),
    restore: ({ tensors }) => weight.assign(tensors.weight),
    dispose: () => weight.dispose(),
  };
  const board = tensorBoard(folder, {
    images: ({ step }) => ({ squares: imageGrid({ data: new Float32Array(6 * 64).fill(step / 50), shape: [6, 8, 8, 1] }).png }),
    histograms: () => ({ weight: tf.range(0, 30) }),
  });
  const stepEnd = ({ step }) => {
    if (step === death) throw new Error('killed');
  };
  const data = inMemory({ x: { data: [1, 2], shape: [2, 1] } });
  const every = { logEvery: 1, evaluateEvery: 20, sampleEvery: 20, checkpoint: { everySteps: 10 } };
  const on = { evaluate: ({ step }) => ({ score: -step }), stepEnd };
  await train(model, data, { steps: 40, ...every, store, listeners: [board], on }).catch((error) => {
    if (error.message !== 'killed') throw error;
  });
  model.dispose();
}
