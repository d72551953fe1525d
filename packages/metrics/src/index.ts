/**
 * Metrics of generative models that say how sure they are, and a small trainable classifier of images.
 *
 * Beside the errors that each function names, a misspelt option or a value of another kind is refused with a `TypeError` that names its
 * place.
 * @module @genlab/metrics
 */
export { type Counts, counts } from './accumulators/counts.js';
export { type Moments, type MomentsState, type MomentsValue, moments } from './accumulators/moments.js';
export { type Reservoir, type ReservoirOptions, type ReservoirState, reservoir } from './accumulators/reservoir.js';
export { ImageClassifier } from './classifier/image-classifier.js';
export type { ImageShape, Images, LabelledImages } from './classifier/images.js';
export type { Jitter } from './classifier/jitter.js';
export type { FitOptions, FitResult, ImageClassifierOptions, SavedClassifier } from './classifier/options.js';
export { type ClassifierScore, classifierScore } from './classifier-score.js';
export { type Collapse, type CollapseOptions, collapse, type Evaluation } from './collapse.js';
export {
  type Disentanglement,
  type DisentanglementOptions,
  type DisentanglementScores,
  disentanglement,
} from './disentanglement/disentanglement.js';
export { classifierFeatures, type FeatureExtractor } from './extractors/feature-extractor.js';
export { PixelPca, type SavedPixelPca } from './extractors/pixel-pca.js';
export type { Death } from './falls.js';
export { type Frechet, frechet } from './frechet.js';
export { type Diversity, type DiversityOptions, diversity } from './images/diversity.js';
export { type Ssim, type SsimOptions, ssim } from './images/ssim.js';
export type { Kernel } from './kernel.js';
export { type KernelDistance, type KernelDistanceOptions, kernelDistance } from './kernel-distance.js';
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
export { type Ndb, type NdbOptions, ndb } from './ndb.js';
export { type Manifold, type ManifoldOptions, manifold } from './neighbours/manifold.js';
export {
  type CopyPair,
  type Memorisation,
  type MemorisationInput,
  type MemorisationOptions,
  memorisation,
} from './neighbours/memorisation.js';
export { type BallCounts, type NearestSample, type Neighbours, type NeighboursOptions, neighbours } from './neighbours/neighbours.js';
export { type OneNearestNeighbour, oneNearestNeighbour } from './neighbours/one-nearest-neighbour.js';
export type { Metric } from './neighbours/points.js';
export { type Realism, realism } from './neighbours/realism.js';
export { type LabelledRows, type Probe, type ProbeOptions, probe } from './probe/probe.js';
export type { MetricInfo } from './registry/metric-info.js';
export { type MetricName, metricInfo, registry } from './registry/registry.js';
export { type Change, compareReports } from './report/compare-reports.js';
export { type ExtractorInfo, type Report, readReport, report, writeReport } from './report/report.js';
export { type DistanceOverlap, distanceOverlap, type Spread } from './rhythm/distance-overlap.js';
export { type Bar, type BarFault, drumFaults } from './rhythm/drum-faults.js';
export { type Patterns, type PatternsInput, type PatternsOptions, patterns } from './rhythm/patterns.js';
export { type Reconstruction, type ReconstructionOptions, reconstruction } from './rhythm/reconstruction.js';
export { type Rhythm, type RhythmOptions, rhythm } from './rhythm/rhythm.js';
export type { Matrix, RealFake, Rows, Sizes } from './rows.js';
export { type SlicedWasserstein, type SlicedWassersteinOptions, slicedWasserstein } from './sliced-wasserstein.js';
export { acrossSeeds } from './uncertainty/across-seeds.js';
export { extrapolate } from './uncertainty/extrapolate.js';
export { type IntervalOptions, interval } from './uncertainty/interval.js';
export { type Similarity, type Vendi, type VendiOptions, vendi } from './vendi.js';
export { type Interval, type Score, wilson } from './wilson.js';
