import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

// Without this tfjs prints an advertisement on the first write of its cpu backend in Node, and console noise fails a test.
tf.env().set('IS_TEST', true);
await tf.setBackend('cpu');
