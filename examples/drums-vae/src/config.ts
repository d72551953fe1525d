import { type Reader, config as read } from '@genlab/core';

/** The recipes one can start from. */
export type Preset = 'default' | 'seed';

/** Everything a run depends on beside its data; plain JSON, kept in `summary.json`. */
export interface Config {
  readonly preset: Preset;
  /** What to train on, as `--data` names it. */
  readonly data: string;
  readonly length: { readonly steps: number } | { readonly epochs: number };
  readonly batchSize: number;
  /** Dimensions of each level, the top one first. */
  readonly latentDims: readonly number[];
  /** How bars are read and written. */
  readonly body:
    | { readonly kind: 'dense'; readonly units: readonly number[] }
    | { readonly kind: 'convolutions'; readonly filters: readonly number[] };
  /** Width of the path from the top level to the bar. */
  readonly width?: number;
  /** Widths of the layers from what a level sees to its posterior, and to its prior. */
  readonly hidden: readonly number[];
  /** How the levels are wired: top down as ladders are, or as the study did, where the top level never reaches the decoder. */
  readonly wiring: 'ladder' | 'study';
  /** A prior for each genre, so that a genre can be asked for. */
  readonly conditional: boolean;
  /** Share of the encoder's units that are left out at each step. */
  readonly dropout: number;
  readonly learningRate: number;
  /** What the learning rate falls to along half a cosine; absent: it stays. */
  readonly lastRate?: number;
  /**
   * How the weight of each level's KL goes, the top one first: to a weight over a first share of the training, or 0 to 1 again and again.
   */
  readonly kl: readonly ({ readonly weight: number; readonly warmUp: number } | { readonly cycleEpochs: number })[];
  /** Decay of the average of the weights that everything but training uses; 0: the weights themselves. */
  readonly averaging: number;
  readonly seed: number;
  /** Absent: GenLab's own. */
  readonly backend?: string;
  /** Steps between two looks at the validation bars; absent: 16 looks a run. */
  readonly evaluateEvery?: number;
}

// The default was found by measurement. The KL of the high level weighs twice, which keeps out of it what the low level can say; the KL
// of the low level costs nothing at first, so that it is in use before it has to pay. More epochs learn the study's 800 bars by heart.

/** Complete configurations by name. */
export const presets: Readonly<Record<Preset, Config>> = {
  default: {
    preset: 'default',
    data: 'grammar:varied',
    length: { epochs: 60 },
    batchSize: 32,
    latentDims: [4, 12],
    body: { kind: 'dense', units: [256] },
    width: 64,
    hidden: [64],
    wiring: 'ladder',
    conditional: true,
    dropout: 0.2,
    learningRate: 2e-3,
    lastRate: 1e-4,
    kl: [
      { weight: 2, warmUp: 0 },
      { weight: 1, warmUp: 0.5 },
    ],
    averaging: 0.99,
    seed: 0,
  },
  // The study's set-up to the letter: its layers, its two latents of which one leads nowhere, its schedule, its training bars.
  seed: {
    preset: 'seed',
    data: 'grammar:study',
    length: { epochs: 100 },
    batchSize: 32,
    latentDims: [4, 12],
    body: { kind: 'convolutions', filters: [32, 64, 128] },
    hidden: [64, 32],
    wiring: 'study',
    conditional: false,
    dropout: 0,
    learningRate: 1e-3,
    kl: [{ cycleEpochs: 33 }, { cycleEpochs: 33 }],
    averaging: 0,
    seed: 0,
  },
};

const { boolean, integer, list, number, oneOf, optional, record, text } = read;
const count = integer({ least: 1 });

/** Reads a configuration from plain JSON, or says at which path it is wrong. */
export const readConfig: Reader<Config> = record({
  preset: oneOf('default', 'seed'),
  data: text,
  length: record({ steps: optional(count), epochs: optional(count) }) as Reader<Config['length']>,
  batchSize: integer({ least: 2 }),
  latentDims: list(count),
  body: record({
    kind: oneOf('dense', 'convolutions'),
    units: optional(list(count)),
    filters: optional(list(count)),
  }) as Reader<Config['body']>,
  width: optional(count),
  hidden: list(count),
  wiring: oneOf('ladder', 'study'),
  conditional: boolean,
  dropout: number,
  learningRate: number,
  lastRate: optional(number),
  kl: list(record({ weight: optional(number), warmUp: optional(number), cycleEpochs: optional(count) }) as Reader<Config['kl'][number]>),
  averaging: number,
  seed: integer({ least: 0 }),
  backend: optional(text),
  evaluateEvery: optional(count),
});
