import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';
import type { NamedTensors, NamedVariables } from '../variables.js';
import { installGradients } from './install-gradients.js';

/** A loss, and whatever else the same forward pass knows that is worth a line in the log. */
export interface LossAndLogs {
  /** The number to differentiate. */
  readonly loss: tf.Scalar;
  /** Scalars to hand back beside it. */
  readonly logs?: Readonly<Record<string, tf.Scalar>>;
}

/** What {@link gradients} returns; the caller owns every tensor in it. */
export interface Gradients {
  /** The loss itself. */
  readonly loss: tf.Scalar;
  /** The other scalars of the loss function. */
  readonly logs: Readonly<Record<string, tf.Scalar>>;
  /** One tensor for each variable, under its name. */
  readonly gradients: NamedTensors;
}

/**
 * The gradient of a loss with respect to an explicit list of variables, and to nothing else.
 *
 * Every op of the forward pass must happen inside `loss`. Nothing leaks, also when `loss` throws.
 * Differs from `tf.variableGrads`: the list is not optional, variables are looked up by name, tfjs's `trainable` flags play no part, and a
 * variable that the loss does not depend on is an error instead of a null.
 *
 * @throws Error if `loss` throws, if it gives no scalar, or if it does not depend on one of the variables.
 *
 * @example
 * ```ts
 * import { gradients } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const w = tf.variable(tf.tensor1d([1, 2]));
 * const result = gradients(() => tf.sum(tf.square(w)) as tf.Scalar, { w });
 * result.gradients.w?.print(); // [2, 4]
 * ```
 */
export function gradients(loss: () => tf.Scalar | LossAndLogs, variables: NamedVariables): Gradients {
  config.code(loss, 'gradients.loss');
  const names = Object.keys(config.variables(variables, 'gradients.variables'));
  if (names.length === 0) throw new Error(expected('gradients', 'at least one variable', '{}'));
  installGradients();
  const engine = tf.engine();
  const depth = engine.state.gradientDepth;
  let logs: Readonly<Record<string, tf.Scalar>> = {};
  const forward = (): tf.Scalar => {
    const result = config.object<tf.Scalar | LossAndLogs>(loss(), 'gradients.loss()');
    const both = 'loss' in result ? result : { loss: result };
    config.tensor(both.loss, 'gradients.loss()');
    if (both.loss.rank !== 0)
      throw new Error(expected('gradients', 'a loss that is a scalar', `shape [${both.loss.shape}]`, 'Take a mean or a sum.'));
    logs = { ...both.logs };
    for (const log of Object.values(logs)) tf.keep(log); // or the tidy around the forward pass would free them
    return both.loss;
  };
  try {
    return tf.tidy(() => {
      const { value, grads } = engine.gradients(
        forward,
        names.map((name) => variables[name] as tf.Variable),
        undefined,
        true,
      );
      const missing = names.filter((_, i) => grads[i] == null);
      if (missing.length > 0) {
        throw new Error(
          expected('gradients', 'a loss that depends on every variable', `none on ${missing.join(', ')}`, 'Leave them out of the list.'),
        );
      }
      return {
        loss: value as tf.Scalar,
        logs: Object.fromEntries(Object.entries(logs).map(([name, log]) => [name, tf.clone(log)])),
        gradients: Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor])),
      };
    });
  } catch (error) {
    if (depth === 0) clearTape();
    throw error;
  } finally {
    for (const log of Object.values(logs)) log.dispose();
  }
}

/** tfjs frees what the tape has saved only at the end of a gradient; after an error that is left to us. */
function clearTape(): void {
  const { state } = tf.engine();
  for (const node of state.activeTape ?? []) for (const tensor of node.saved ?? []) if (!tensor.isDisposed) tensor.dispose();
  state.activeTape = null as never;
}

/**
 * The Euclidean norm of all gradients taken as one vector.
 * @returns A scalar, which the caller owns.
 * @throws Error if there is none.
 *
 * @example
 * ```ts
 * import { globalNorm } from '@genlab/core';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * globalNorm({ w: tf.tensor1d([3]), b: tf.tensor1d([4]) }).print(); // 5
 * ```
 */
export function globalNorm(tensors: NamedTensors): tf.Scalar {
  for (const [name, tensor] of Object.entries(config.object(tensors, 'globalNorm'))) config.tensor(tensor, `globalNorm.${name}`);
  if (Object.keys(tensors).length === 0) throw new Error(expected('globalNorm', 'at least one tensor', '{}'));
  return tf.tidy(() => tf.sqrt(tf.addN(Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor))))) as tf.Scalar);
}
