import type { Config } from './config.js';
import type { Findings } from './evaluation.js';

/** What `summary.json` holds. Nats a bar; shares from 0 to 1. */
export interface Summary {
  readonly config: Config;
  readonly backend: string;
  /** Steps done; fewer than asked for where the run was stopped. */
  readonly steps: number;
  /** Seconds of training: without evaluations and set-up. */
  readonly seconds: number;
  /** Of the validation bars: bounds on the negative log-likelihood, and, where it is known, its limit. */
  readonly nll: { readonly elbo: number; readonly iwae: number; readonly k: number; readonly bayesLimit: number | null };
  /** The top level first. */
  readonly levels: readonly {
    readonly kl: number;
    readonly activeUnits: number;
    readonly of: number;
    readonly genreProbe: number;
    readonly variationProbe: number | null;
    readonly mutualInformation: number;
  }[];
  readonly generation: {
    readonly genreAccuracy: number;
    readonly perGenre: Readonly<Record<string, number>>;
    readonly validity: number;
    readonly novelty: number;
    readonly diversity: number;
  };
}

/** What a summary is made of. */
export interface SummaryInput {
  readonly config: Config;
  readonly backend: string;
  readonly steps: number;
  readonly seconds: number;
  readonly genres: readonly string[];
  readonly findings: Findings;
}

/** The figures of a run as plain data. */
export function summarise({ config, backend, steps, seconds, genres, findings }: SummaryInput): Summary {
  const { elbo, iwae, limit, levels, generation } = findings;
  return {
    config,
    backend,
    steps,
    seconds: round(seconds, 2),
    nll: {
      elbo: round(-elbo.validation.elbo, 4),
      iwae: round(iwae.nll, 4),
      k: iwae.k,
      bayesLimit: limit === undefined ? null : round(limit, 4),
    },
    levels: levels.map(({ posterior, genreProbe, variationProbe }, level) => ({
      kl: Number((elbo.validation.kl[level] as number).toPrecision(5)),
      activeUnits: posterior.activeUnits,
      of: posterior.of,
      genreProbe: round(genreProbe.accuracy.value, 4),
      variationProbe: variationProbe === undefined ? null : round(variationProbe.accuracy.value, 4),
      mutualInformation: round(posterior.mutualInformation.value, 4),
    })),
    generation: {
      genreAccuracy: round(generation.genreAccuracy, 4),
      perGenre: Object.fromEntries(genres.map((name, genre) => [name, round(generation.perGenre[genre] as number, 4)])),
      validity: round(generation.patterns.valid.value, 4),
      novelty: round(generation.patterns.novelty?.value ?? 0, 4),
      diversity: round(generation.patterns.diversity.value, 4),
    },
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
