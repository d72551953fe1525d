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
  /** Widths of the layers from what a level sees to its posterior, and to its prior. */
  readonly hidden: readonly number[];
  /** How the levels are wired: top down as ladders are, or as the study did, where the top level never reaches the decoder. */
  readonly wiring: 'ladder' | 'study';
  /** A prior for each genre, so that a genre can be asked for. */
  readonly conditional: boolean;
  readonly dropout: number;
  readonly learningRate: number;
  /** Share of the training over which the learning rate falls to 0, at its end. */
  readonly rateDecay: number;
  readonly weightDecay: number;
  /** How the weight of the KL goes from 0 to 1: over the first share of the training, or again and again over some epochs. */
  readonly beta: { readonly warmUp: number } | { readonly cycleEpochs: number };
  /** What the KL of each level weighs in the end, the top one first. */
  readonly levelWeights: readonly number[];
  /** Nats that cost nothing, of each level as a whole. */
  readonly freeBits: readonly number[];
  /** Decay of the average of the weights that everything but training uses; 0: the weights themselves. */
  readonly averaging: number;
  readonly seed: number;
  /** Absent: GenLab's own. */
  readonly backend?: string;
  /** Steps between two looks at the validation bars; absent: 16 looks a run. */
  readonly evaluateEvery?: number;
}

/** Complete configurations by name. */
export const presets: Readonly<Record<Preset, Config>> = {
  default: {
    preset: 'default',
    data: 'grammar:varied',
    length: { epochs: 60 },
    batchSize: 64,
    latentDims: [4, 12],
    body: { kind: 'dense', units: [256] },
    hidden: [128],
    wiring: 'ladder',
    conditional: true,
    dropout: 0.2,
    learningRate: 2e-3,
    rateDecay: 0.5,
    weightDecay: 1e-4,
    beta: { warmUp: 0.2 },
    levelWeights: [2, 1],
    freeBits: [0, 0],
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
    rateDecay: 0,
    weightDecay: 0,
    beta: { cycleEpochs: 33 },
    levelWeights: [1, 1],
    freeBits: [0, 0],
    averaging: 0,
    seed: 0,
  },
};
