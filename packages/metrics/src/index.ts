/**
 * Metrics of generative models that say how sure they are, and a small trainable classifier of images.
 * @module @genlab/metrics
 */
export {
  type FitOptions,
  type FitResult,
  ImageClassifier,
  type ImageClassifierOptions,
  type SavedClassifier,
} from './classifier/image-classifier.js';
export type { ImageShape, Images, LabelledImages } from './classifier/images.js';
export type { Jitter } from './classifier/jitter.js';
export { type Collapse, type CollapseOptions, collapse, type Evaluation } from './collapse.js';
export { type Counts, counts } from './counts.js';
export {
  type Disentanglement,
  type DisentanglementOptions,
  type DisentanglementScores,
  disentanglement,
} from './disentanglement/disentanglement.js';
export type { Death } from './falls.js';
export { type Frechet, frechet } from './frechet.js';
export { type ClassStructure, classStructure } from './latents/class-structure.js';
export { type Likelihood, type LikelihoodOptions, likelihood } from './latents/likelihood.js';
export { type PathSmoothness, pathSmoothness } from './latents/path-smoothness.js';
export {
  type Gaussians,
  type Posterior,
  type PosteriorInput,
  type PosteriorOptions,
  posterior,
} from './latents/posterior.js';
export type { ModeRule } from './mode-rule.js';
export { type Modes, type ModesInput, type ModesOptions, modes } from './modes.js';
export { type Moments, type MomentsState, type MomentsValue, moments } from './moments.js';
export { type LabelledRows, type Probe, type ProbeOptions, probe } from './probe/probe.js';
export { type DistanceOverlap, distanceOverlap, type Spread } from './rhythm/distance-overlap.js';
export { type Bar, type BarFault, drumFaults } from './rhythm/drum-faults.js';
export { type Patterns, type PatternsInput, type PatternsOptions, patterns } from './rhythm/patterns.js';
export { type Reconstruction, type ReconstructionOptions, reconstruction } from './rhythm/reconstruction.js';
export { type Rhythm, type RhythmOptions, rhythm } from './rhythm/rhythm.js';
export type { Matrix, RealFake, Rows, Sizes } from './rows.js';
export { acrossSeeds } from './uncertainty/across-seeds.js';
export { extrapolate } from './uncertainty/extrapolate.js';
export { type IntervalOptions, interval } from './uncertainty/interval.js';
export { type Interval, type Score, wilson } from './wilson.js';
