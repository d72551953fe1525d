/**
 * Seeded randomness, schedules, optimisers, gradients put right and one training loop.
 * @module @genlab/core
 */
export type { Checkpoint, CheckpointConfig } from './checkpoints/checkpoint.js';
export { indexedDb } from './checkpoints/indexed-db.js';
export { loadCheckpoint, restoreCheckpoint, type WhichCheckpoint } from './checkpoints/load-checkpoint.js';
export { loadModel } from './checkpoints/load-model.js';
export { memory } from './checkpoints/memory.js';
export { readSafetensors, type Safetensors, type WriteSafetensorsContent, writeSafetensors } from './checkpoints/safetensors.js';
export type { Files, Store } from './checkpoints/store.js';
export type { NamedTensorData, TensorData } from './checkpoints/tensor-data.js';
export { readAdam } from './config/adam.js';
export { config, type NumberRange, type Read, type Reader } from './config/config.js';
export { readRate } from './config/rate.js';
export { contentHash } from './data/content-hash.js';
export type { DataStream, StreamedBatch, StreamPosition } from './data/data-stream.js';
export type { Dataset } from './data/dataset.js';
export { type ArraySource, type Batch, type InMemoryDataset, type InMemorySource, inMemory, type LabelledBatch } from './data/in-memory.js';
export { type Item, type StackOptions, stackItems } from './data/stack-items.js';
export { type StreamOptions, stream } from './data/stream.js';
export { describe, described } from './describe.js';
export { type Gradients, globalNorm, gradients, type LossAndLogs } from './differentiation/gradients.js';
export { installGradients } from './differentiation/install-gradients.js';
export { expected } from './expected.js';
export type { Json, JsonObject } from './json.js';
export { type BatchStatistic, BatchStatistics } from './layers/batch-statistics.js';
export { type ForwardOptions, forward, forwardOutputs } from './layers/forward.js';
export { fanInUniform, type Initializer, initialize } from './layers/initializer.js';
export { type ModelVariables, variablesOf } from './layers/variables-of.js';
export { type Conv1dOptions, type Conv1dTransposeOptions, conv1d, conv1dTranspose } from './ops/convolution-1d.js';
export { sigmoidCrossEntropy, softmaxCrossEntropy } from './ops/cross-entropy.js';
export { type GroupNormOptions, groupNorm, type LayerNormOptions, layerNorm } from './ops/group-norm.js';
export { logSoftmax } from './ops/log-softmax.js';
export { Adam, type AdamOptions } from './optimizers/adam.js';
export { type GuardOptions, guarded, readGuard } from './optimizers/guarded.js';
export { MovingAverage } from './optimizers/moving-average.js';
export type { Optimizer } from './optimizers/optimizer.js';
export { RMSProp, type RMSPropOptions } from './optimizers/rms-prop.js';
export { SGD, type SGDOptions } from './optimizers/sgd.js';
export { type Noise, type NormalOptions, Rng, type RngState, type UniformOptions } from './rng/rng.js';
export { type Stage, sequence, type WarmUpOptions, warmUp } from './schedules/composed.js';
export { constant } from './schedules/constant.js';
export { type CyclicalOptions, cyclical } from './schedules/cyclical.js';
export { cosine, exponential, linear, type RampOptions, type SigmoidOptions, sigmoid } from './schedules/ramps.js';
export { type Rate, rateAt, type Schedule } from './schedules/schedule.js';
export type { Best, BestOptions } from './train/best.js';
export type {
  CheckpointEvent,
  EndEvent,
  NonFiniteEvent,
  StartEvent,
  StepEndEvent,
  TrainEvent,
  TrainListeners,
} from './train/events.js';
export { type EndReason, type Faults, History, type HistoryData, type HistoryEntry } from './train/history.js';
export type { CheckpointOptions } from './train/keeper.js';
export type { Model, ModelState } from './train/model.js';
export { type NonFinitePolicy, type Rollback, rollback } from './train/non-finite.js';
export { prefixed, restoreVariables } from './train/restore-variables.js';
export { type StepContext, stepContext } from './train/step-context.js';
export { type TrainOptions, train } from './train/train.js';
export { type ResumeDifference, verifyResume } from './train/verify-resume.js';
export type { NamedTensors, NamedVariables } from './variables.js';
