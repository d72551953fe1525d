import { config, Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkData, type Evaluation, inParts, ROWS_AT_ONCE, rowsOf } from '../inference/evaluation.js';
import { infer } from '../inference/inference.js';
import { readSeed } from '../inference/option-readers.js';
import { withPriorDraws } from './ablation.js';

/** What is known of items once some of their levels are. */
export interface LevelContribution {
  /** How many of the topmost levels come from the posterior; the others are drawn from their priors. */
  readonly kept: number;
  /** Reconstruction -log p(x | z) of such latents, in nats. */
  readonly nll: number;
  /** How much lower that is than with one level less; 0 for none kept. */
  readonly gain: number;
  /** What such latents look like: expectations, [n, ...dataShape]; the caller owns it. */
  readonly output: tf.Tensor;
}

/** Options of {@link HierarchicalVAE.levels}. */
export interface LevelsOptions {
  /** Fixes the draws; 0. */
  readonly seed?: number;
}

const readOptions = config.record<LevelsOptions>({ seed: config.optional(readSeed) });

export async function levelsOf(model: Evaluation, x: tf.Tensor, options: LevelsOptions): Promise<LevelContribution[]> {
  const { seed = 0 } = readOptions(options, 'HierarchicalVAE.levels');
  const n = checkData('HierarchicalVAE.levels', model, x);
  const { encoder, likelihood, variables, mode } = model;
  const rng = new Rng(seed).fork('levels');
  const levels = encoder.latentDims.length;
  const parts = Array.from({ length: levels + 1 }, () => ({ nll: [] as tf.Tensor[], output: [] as tf.Tensor[] }));
  inParts(n, ROWS_AT_ONCE, (from, to) => {
    const part = rowsOf(x, from, to);
    const inference = infer(model, encoder.features(part, mode), (_, shape) => rng.normal(shape), mode);
    for (const [kept, { nll, output }] of parts.entries()) {
      const parameters = kept === levels ? inference.parameters : withPriorDraws(model, inference, (level) => level >= kept, rng);
      nll.push(tf.keep(tf.reshape(tf.neg(tf.sum(likelihood.logDensity(part, parameters, variables))), [1])));
      output.push(tf.keep(likelihood.mean(parameters)));
    }
  });
  const sums = tf.tidy(() => tf.stack(parts.map(({ nll }) => tf.sum(tf.concat(nll)))));
  const outputs = parts.map(({ output }) => tf.concat(output));
  tf.dispose(parts);
  const nlls = Array.from(await sums.data(), (sum) => sum / n);
  sums.dispose();
  return nlls.map((nll, kept) => ({
    kept,
    nll,
    gain: kept === 0 ? 0 : (nlls[kept - 1] as number) - nll,
    output: outputs[kept] as tf.Tensor,
  }));
}
