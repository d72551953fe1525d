import type { Score } from '@genlab/metrics';
import type { Curve } from '../charts/curve.js';
import type { Figures, Rolls, Verdict } from '../page/parts.js';

/** One level of latents, the top one first. */
export interface LatentLevel {
  /** What it is called: `z_high`. */
  readonly name: string;
  /** Mean KL divergence from its prior, nats. */
  readonly kl: number;
  /** Dimensions whose posterior mean moves with the data. */
  readonly activeUnits: number;
  /** All its dimensions. */
  readonly of: number;
  /** Mutual information between the data and this level, nats. */
  readonly mutualInformation?: number;
  /** Nats by which the likelihood falls when this level is drawn from its prior instead. */
  readonly deltaNll?: number;
  /** What a linear probe reads from it: accuracy, and what guessing would reach. */
  readonly probes: readonly { readonly name: string; readonly accuracy: Score; readonly chance: number }[];
  /** What it comes to. */
  readonly verdict: Omit<Verdict, 'kind'>;
  /** Posterior means, less the prior's and in its standard deviations: `[n, of]`, row after row. */
  readonly codes: ArrayLike<number>;
  /** KL of each dimension, nats. */
  readonly klPerDimension: ArrayLike<number>;
  /** Which dimensions are active. */
  readonly active: readonly boolean[];
  /** Ways to lay out the codes in two dimensions: `[n, 2]`, row after row. */
  readonly maps: readonly { readonly name: string; readonly positions: ArrayLike<number>; readonly axes?: readonly [string, string] }[];
}

/** One line of the table of likelihoods, nats an item. */
export interface Likelihood {
  /** Of which items. */
  readonly name: string;
  /** Reconstruction. */
  readonly nll: number;
  /** KL of each level, the top one first. */
  readonly kl: readonly number[];
  /** Negative evidence lower bound: the sum of the two. */
  readonly negativeElbo: number;
  /** Importance-weighted bound on the negative log-likelihood. */
  readonly iwae?: Score;
  /** What no model can go below on these very items. */
  readonly limit?: number;
}

/** The curves of a training. */
export interface VaeCurves {
  /** What was minimised. */
  readonly loss: Curve;
  /** Negative evidence lower bound of validation items, nats. */
  readonly validation?: Curve;
  /** KL of each level, nats, in the order of the levels. */
  readonly kl: readonly Curve[];
  /** The weight that each level's KL had; one curve if they share it. */
  readonly klWeight?: readonly Curve[];
}

/** One figure of rhythm, of generated bars beside real ones. */
export interface RhythmFigure {
  /** What is measured. */
  readonly name: string;
  /** Of generated bars. */
  readonly generated: string;
  /** The same of real ones. */
  readonly real: string;
  /** What to know about it. */
  readonly note?: string;
}

/** Everything {@link vaeReport} shows; what is left out is left out of the page. Plain data, no tensors. */
export interface VaeReportData {
  /** Heading of the page. */
  readonly title: string;
  /** A line below it. */
  readonly subtitle?: string;
  /** The figures that matter most. */
  readonly figures: Figures['figures'];
  /** Sentences that a reader of the figures should know. */
  readonly notes?: readonly string[];
  /** The levels of latents, the top one first. */
  readonly levels: readonly LatentLevel[];
  /** What is known about the items that the codes belong to; colours of the maps. */
  readonly labels: readonly { readonly name: string; readonly classes: readonly string[]; readonly values: ArrayLike<number> }[];
  /** Curves over the steps. */
  readonly curves: VaeCurves;
  /** Likelihoods of training and validation items, and of baselines. */
  readonly likelihoods: readonly Likelihood[];
  /** Generated bars, interpolations, swaps and variations, in the order of the page. */
  readonly rolls: readonly Omit<Rolls, 'kind'>[];
  /** Figures of rhythm, of generated bars beside real ones. */
  readonly rhythm: readonly RhythmFigure[];
  /** Further tables. */
  readonly baselines?: readonly { readonly name: string; readonly value: string; readonly note: string }[];
  /** Configuration and machine. */
  readonly run: Readonly<Record<string, unknown>>;
}
