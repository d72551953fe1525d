import type { Config } from './config.js';
import type { Look } from './evaluation.js';

/** What `summary.json` holds. */
export interface Summary {
  readonly config: Config & { readonly data: string };
  readonly backend: string;
  /** Steps done; fewer than asked for where the run was stopped. */
  readonly steps: number;
  /** Seconds of training: without looks at the samples, the classifier and the set-up. */
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly modes: {
    readonly covered: number;
    readonly of: number;
    readonly kl: number;
    readonly klFloor: number;
    readonly missing: readonly string[];
    readonly confidentShare: number;
  };
  readonly frechet: { readonly value: number; readonly floor: number; readonly realReal: number };
  readonly classifier: { readonly validationAccuracy: number };
  /** With `--conditional`: share of samples read as the letter asked for. */
  readonly conditional?: { readonly asReadShare: number };
}

/** What a summary is made of. */
export interface SummaryInput {
  readonly config: Summary['config'];
  readonly backend: string;
  readonly steps: number;
  readonly seconds: number;
  readonly last: Look;
  readonly classes: readonly string[];
  readonly realReal: number;
  readonly validationAccuracy: number;
}

/** The figures of a run as plain data. */
export function summarise({ config, backend, steps, seconds, last, classes, realReal, validationAccuracy }: SummaryInput): Summary {
  const { modes, frechet, asked } = last;
  return {
    config,
    backend,
    steps,
    seconds: round(seconds, 2),
    stepsPerSecond: round(seconds > 0 ? steps / seconds : 0, 3),
    modes: {
      covered: modes.modes.value,
      of: modes.of,
      kl: round(modes.kl.value, 4),
      klFloor: round(modes.klFloor, 4),
      missing: modes.missing.map((label) => classes[label] ?? String(label)),
      confidentShare: round(modes.confident?.value ?? 0, 4),
    },
    frechet: { value: round(frechet.value, 3), floor: round(frechet.floor, 3), realReal: round(realReal, 3) },
    classifier: { validationAccuracy: round(validationAccuracy, 4) },
    ...(asked === undefined ? {} : { conditional: { asReadShare: round(asked, 4) } }),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
