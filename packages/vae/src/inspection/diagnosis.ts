import { config, expected, Rng } from '@genlab/core';
import { posterior } from '@genlab/metrics';
import * as tf from '@tensorflow/tfjs-core';
import { elboOf } from '../inference/elbo.js';
import { checkData, type Evaluation, inParts, ROWS_AT_ONCE, rowsOf } from '../inference/evaluation.js';
import { infer } from '../inference/inference.js';
import { type EncodedLevel, encodeOf } from '../inference/latents.js';
import { readSeed } from '../inference/option-readers.js';
import { count } from '../option-readers.js';
import { withPriorDraws } from './ablation.js';
import { type ResidualStructure, residualStructure } from './residual-structure.js';
import { adviceFor, judge, type LevelEvidence, type LevelVerdict } from './verdict.js';

/** One level of a {@link Diagnosis}. */
export interface LevelDiagnosis extends LevelEvidence {
  /** 0 is the top level. */
  readonly level: number;
  /** What has become of it. */
  readonly verdict: LevelVerdict;
  /** One sentence on what to do. */
  readonly advice: string;
  /** Number of dimensions. */
  readonly of: number;
  /** Divergence of each dimension, in nats, as {@link Elbo} has it. */
  readonly klPerDimension: readonly number[];
  /** Information about the data in the level as its prior sees it, in nats; at most the logarithm of the number of items. */
  readonly mutualInformation: number;
}

/** What {@link HierarchicalVAE.diagnose} finds. */
export interface Diagnosis {
  /** One record a level, top level first. */
  readonly levels: readonly LevelDiagnosis[];
  /** What is left in the data when every level has had its say. */
  readonly residuals: ResidualStructure;
  /** Number of items. */
  readonly n: number;
}

/** Options of {@link HierarchicalVAE.diagnose}. */
export interface DiagnoseOptions {
  /** Draws of the latents an item; 4. */
  readonly draws?: number;
  /** Fixes the draws; 0. */
  readonly seed?: number;
}

const { optional, record } = config;
const readOptions = record<DiagnoseOptions>({ draws: optional(count), seed: optional(readSeed) });

const PATTERN = 1.25; // times what chance gives

export async function diagnosisOf(model: Evaluation, x: tf.Tensor, options: DiagnoseOptions): Promise<Diagnosis> {
  const { draws = 4, seed = 0 } = readOptions(options, 'HierarchicalVAE.diagnose');
  const n = checkData('HierarchicalVAE.diagnose', model, x);
  if (n < 2) throw new RangeError(expected('HierarchicalVAE.diagnose', '2 or more items', n));
  const { kl, klPerDimension } = await elboOf(model, x, { draws, seed });
  const { deltas, changes, residuals } = await ablate(model, x, draws, new Rng(seed).fork('diagnosis'));
  const together = tf.tidy(() => model.likelihood.together(rowsOf(x, 0, 1)));
  const structure = await residualStructure(residuals, { n, together, seed });
  const structureLeft = structure.strongest > PATTERN * structure.chance;
  const encoded = encodeOf(model, x, { seed });
  const levels: LevelDiagnosis[] = [];
  for (const [level, dims] of model.encoder.latentDims.entries()) {
    const { activeUnits, mutualInformation } = await information(encoded[level] as EncodedLevel, seed);
    const evidence: LevelEvidence = {
      kl: kl[level] as number,
      activeUnits,
      deltaNll: deltas[level] as number,
      reachesDecoder: (changes[level] as number) > 0,
      structureLeft,
    };
    const verdict = judge(evidence);
    const advice = adviceFor(verdict, evidence);
    levels.push({
      level,
      verdict,
      advice,
      ...evidence,
      of: dims,
      klPerDimension: klPerDimension[level] as readonly number[],
      mutualInformation,
    });
  }
  tf.dispose(encoded as never);
  return { levels, residuals: structure, n };
}

/** Active units and information of a level as its prior sees it. */
async function information({ mean, logVar, priorMean, priorLogVar, z }: EncodedLevel, seed: number) {
  const rows = async (x: tf.Tensor2D) => ({ data: await x.data(), shape: x.shape });
  const prior = { mean: await rows(priorMean), logVar: await rows(priorLogVar) };
  const result = posterior({ mean: await rows(mean), logVar: await rows(logVar), z: await rows(z), prior }, { seed });
  return { activeUnits: result.activeUnits, mutualInformation: result.mutualInformation.value };
}

/** For each level, how the reconstruction and the output change when it is drawn from its prior; and the residuals of one draw. */
async function ablate(model: Evaluation, x: tf.Tensor, draws: number, rng: Rng) {
  const n = x.shape[0] as number;
  const { encoder, likelihood, variables, mode } = model;
  const parts: tf.Tensor[] = []; // [2, levels] each: sums of worsenings, largest changes
  const residuals: tf.Tensor[] = [];
  inParts(n, ROWS_AT_ONCE, (from, to) => {
    const part = rowsOf(x, from, to);
    const features = encoder.features(part, mode);
    for (let draw = 0; draw < draws; draw++) {
      const inference = infer(model, features, (_, shape) => rng.normal(shape), mode);
      const before = likelihood.logDensity(part, inference.parameters, variables);
      // Kept offsets go through the same arithmetic in both, so that a level that changes nothing changes not a bit.
      const kept = withPriorDraws(model, inference, () => false, rng);
      const worse: tf.Tensor[] = [];
      const changed: tf.Tensor[] = [];
      for (const level of encoder.latentDims.keys()) {
        const parameters = withPriorDraws(model, inference, (other) => other === level, rng);
        worse.push(tf.sum(tf.sub(before, likelihood.logDensity(part, parameters, variables))));
        changed.push(tf.max(tf.abs(tf.sub(parameters, kept))));
      }
      parts.push(tf.keep(tf.stack([tf.stack(worse), tf.stack(changed)])));
      if (draw === 0) residuals.push(tf.keep(tf.reshape(tf.sub(part, likelihood.mean(inference.parameters)), [to - from, -1])));
    }
  });
  const [together, left] = [tf.stack(parts), tf.concat(residuals)];
  tf.dispose([parts, residuals]);
  const values = (await together.array()) as number[][][];
  const residualValues = await left.data();
  tf.dispose([together, left]);
  const levels = [...encoder.latentDims.keys()];
  return {
    deltas: levels.map((level) => values.reduce((sum, part) => sum + (part[0]?.[level] as number), 0) / (n * draws)),
    changes: levels.map((level) => Math.max(...values.map((part) => part[1]?.[level] as number))),
    residuals: residualValues,
  };
}
