import * as tf from '@tensorflow/tfjs-core';
import type { GenlabBackend } from '../genlab-backend.js';
import type { Homes } from './homes.js';
import { moveOut } from './placement.js';
import type { Recording } from './recording.js';

/** Where a program leaves what a log is made of. */
export type LogPlace = Pick<tf.TensorInfo, 'shape' | 'dtype'> & { readonly name: string; readonly offset: number };

/** What a recorded run gave: its logs, and where the program made of it leaves them. */
interface RecordedRun<Logs> {
  readonly logs: Logs;
  readonly places: readonly LogPlace[];
}

/**
 * Runs a step that is taken down in a recording, and puts in order what it leaves behind: its variables go home, and what lies in the
 * recording's memory and outlives it moves out. Whatever can't be replayed becomes the recording's failure, and stays right for this once.
 */
export function recordedRun<Logs extends Record<string, tf.Tensor>>(
  backend: GenlabBackend,
  { recording, homes, run }: { recording: Recording; homes: Homes; run: () => Logs },
): RecordedRun<Logs> {
  let logs = {} as Logs;
  let places: LogPlace[] = [];
  try {
    backend.calls.record(recording, () => {
      logs = withDataOfTheirOwn(backend, tf.tidy(run));
      homes.forEachAway((stored, home) => {
        if (stored.refCount > 1) recording.fail('two of its variables share their data');
        backend.exports.moveBytes(home.offset, stored.resident(), stored.bytes);
      });
    });
  } catch (error) {
    recording.fail('it threw an error');
    throw error;
  } finally {
    places = Object.entries(logs).map(([name, log]) => {
      return { name, shape: log.shape, dtype: log.dtype, offset: backend.dataOf(log).resident() };
    });
    homes.forEachAway((stored, home) => {
      if (!recording.failure) stored.moved(home, true);
    });
    moveSurvivorsOut(backend, { recording, homes, logs });
  }
  return { logs, places };
}

/** The logs, each that shares its data with a variable as a copy: the variable goes on to change. */
function withDataOfTheirOwn<Logs extends Record<string, tf.Tensor>>(backend: GenlabBackend, logs: Logs): Logs {
  const own = (log: tf.Tensor) => {
    const stored = backend.dataOf(log);
    if (stored.refCount === 1) return log;
    const { info, pointer } = backend.output(log.shape, log.dtype);
    backend.exports.moveBytes(pointer, stored.resident(), stored.bytes);
    log.dispose();
    return tf.engine().makeTensorFromTensorInfo(info, backend);
  };
  return Object.fromEntries(Object.entries(logs).map(([name, log]) => [name, own(log)])) as Logs;
}

/** Gives what outlives the run a place of its own: the recording's memory is the next run's, too. */
function moveSurvivorsOut(
  backend: GenlabBackend,
  { recording, homes, logs }: { recording: Recording; homes: Homes; logs: Record<string, tf.Tensor> },
): void {
  const expected = new Set(homes.data);
  for (const log of Object.values(logs)) {
    const stored = backend.dataOf(log);
    expected.add(stored);
    if (stored.borrowed) moveOut(backend, stored); // it is an input or a variable, whose place will have other values
  }
  for (const stored of recording.made) {
    if (!expected.has(stored)) recording.fail('it keeps a tensor that is no variable');
    if (stored.block && recording.lends(stored.block)) moveOut(backend, stored);
  }
}
