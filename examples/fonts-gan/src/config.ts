import { type Reader, config as read } from '@genlab/core';
import type { AdversarialLoss } from '@genlab/gan';
import { hinge, leastSquares, nonSaturating, wasserstein } from '@genlab/gan';

/** The losses one can ask for. */
export const losses = {
  'non-saturating': nonSaturating,
  'least-squares': leastSquares,
  hinge,
  wasserstein,
} satisfies Record<string, () => AdversarialLoss>;

/** A key of {@link losses}. */
export type LossName = keyof typeof losses;

/** The recipes one can start from. */
export type Preset = 'default' | 'quick' | 'seed';

/** Everything a run depends on beside its data; plain JSON, kept in `summary.json`. */
export interface Config {
  readonly preset: Preset;
  readonly length: { readonly steps: number } | { readonly epochs: number };
  readonly batchSize: number;
  readonly latentDim: number;
  readonly loss: LossName;
  readonly generatorRate: number;
  readonly discriminatorRate: number;
  /** Share of the training over which both rates fall to 0, at its end. */
  readonly rateDecay: number;
  readonly adam: { readonly beta1: number; readonly beta2: number };
  readonly generator: { readonly filters: readonly number[]; readonly normalization: 'batch' | 'batchPerUnit' };
  readonly discriminator: {
    readonly filters: readonly number[];
    readonly normalization: 'spectral' | 'batch' | 'none';
    readonly dropout: number;
  };
  /** Biases before batch normalisation, and first weights uniform in +-1/sqrt(fan in): what PyTorch does unasked. */
  readonly asPyTorch: boolean;
  /** Decay of the average of the generator's weights that samples are drawn from; 0: the weights themselves. */
  readonly averaging: number;
  /** The range of real pixels: the study trained a tanh generator on [0, 1]. */
  readonly pixels: 'from -1' | 'from 0';
  readonly conditional: boolean;
  readonly seed: number;
  /** Absent: GenLab's own. */
  readonly backend?: string;
  /** Steps between two looks at the samples; absent: 16 looks a run. */
  readonly evaluateEvery?: number;
}

// Found by measurement. At this size what counts is the number of steps: batches of 16 learn as much a step as batches of 64, in a
// third of the time. Spectral normalisation keeps all letters alive where batch normalisation loses one now and then; rates are
// high and fall to 0 at the end; samples come from an average of the generator's weights.
const best: Config = {
  preset: 'default',
  length: { steps: 16_000 },
  batchSize: 16,
  latentDim: 64,
  loss: 'hinge',
  generatorRate: 2e-3,
  discriminatorRate: 2e-3,
  rateDecay: 0.4,
  adam: { beta1: 0.5, beta2: 0.99 },
  generator: { filters: [64, 32], normalization: 'batch' },
  discriminator: { filters: [16, 32, 64], normalization: 'spectral', dropout: 0 },
  asPyTorch: false,
  averaging: 0.999,
  pixels: 'from -1',
  conditional: false,
  seed: 0,
};

/** Complete configurations by name. */
export const presets: Readonly<Record<Preset, Config>> = {
  default: best,
  quick: { ...best, preset: 'quick', length: { steps: 2_500 } },
  // The study's set-up to the letter: its layers, rates, first weights, loss, and its real pixels in [0, 1] against a tanh.
  seed: {
    preset: 'seed',
    length: { epochs: 100 },
    batchSize: 64,
    latentDim: 100,
    loss: 'non-saturating',
    generatorRate: 1e-3,
    discriminatorRate: 5e-5,
    rateDecay: 0,
    adam: { beta1: 0.5, beta2: 0.999 },
    generator: { filters: [128, 64], normalization: 'batchPerUnit' },
    discriminator: { filters: [64, 128, 256], normalization: 'batch', dropout: 0.25 },
    asPyTorch: true,
    averaging: 0,
    pixels: 'from 0',
    conditional: false,
    seed: 0,
  },
};

const { boolean, integer, list, number, oneOf, optional, record, text } = read;
const count = integer({ least: 1 });
const names = Object.keys(losses) as LossName[];

/** Reads a configuration from plain JSON, or says at which path it is wrong. */
export const readConfig: Reader<Config> = record({
  preset: oneOf('default', 'quick', 'seed'),
  length: record({ steps: optional(count), epochs: optional(count) }) as Reader<Config['length']>,
  batchSize: integer({ least: 2 }),
  latentDim: count,
  loss: oneOf(...names),
  generatorRate: number,
  discriminatorRate: number,
  rateDecay: number,
  adam: record({ beta1: number, beta2: number }),
  generator: record({ filters: list(count), normalization: oneOf('batch', 'batchPerUnit') }),
  discriminator: record({ filters: list(count), normalization: oneOf('spectral', 'batch', 'none'), dropout: number }),
  asPyTorch: boolean,
  averaging: number,
  pixels: oneOf('from -1', 'from 0'),
  conditional: boolean,
  seed: integer({ least: 0 }),
  backend: optional(text),
  evaluateEvery: optional(count),
});
