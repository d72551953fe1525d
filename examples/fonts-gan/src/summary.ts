import type { Config } from './config.js';
import type { Look } from './evaluation.js';
import type { Comparison } from './scrutiny.js';

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
  /** Against training images, in the features of a classifier of letters. */
  readonly content: Closeness;
  /** The same in the features of a classifier of fonts, where there is one. */
  readonly style?: Closeness;
  /** Against the nearest training image, in pixels. */
  readonly memorisation: {
    readonly ratio: number;
    readonly z: number;
    readonly copies: number;
    readonly expectedCopies: number;
    readonly authenticity: number;
    readonly authenticityOfReal: number;
  };
  /** With `--conditional`: share of samples read as the letter asked for. */
  readonly conditional?: { readonly asReadShare: number };
}

/** Figures of one extractor; `real` has those of validation images in the samples' place. */
export interface Closeness extends Shares {
  readonly real: Shares;
}

interface Shares {
  readonly frechet: number;
  readonly frechetFloor: number;
  readonly kernelDistance: number;
  readonly kernelDistanceError: number;
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
  readonly expectedCoverage: number;
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
  const { modes, frechet, asked, scrutiny, realScrutiny } = last;
  const { copies } = scrutiny;
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
    content: { ...shares(scrutiny.content), real: shares(realScrutiny.content) },
    ...(scrutiny.style && realScrutiny.style ? { style: { ...shares(scrutiny.style), real: shares(realScrutiny.style) } } : {}),
    memorisation: {
      ratio: round(copies.ratio ?? Number.NaN, 4),
      z: round(copies.z ?? Number.NaN, 2),
      copies: copies.copies,
      expectedCopies: round(copies.expectedCopies, 2),
      authenticity: round(copies.authenticity.value, 4),
      authenticityOfReal: round(copies.authenticityOfTest?.value ?? Number.NaN, 4),
    },
    ...(asked === undefined ? {} : { conditional: { asReadShare: round(asked, 4) } }),
  };
}

function shares({ frechet, kernel, manifold }: Comparison): Shares {
  return {
    frechet: round(frechet.value, 3),
    frechetFloor: round(frechet.floor, 3),
    kernelDistance: round(kernel.value, 4),
    kernelDistanceError: round(kernel.se ?? Number.NaN, 4),
    precision: round(manifold.precision.value, 4),
    recall: round(manifold.recall.value, 4),
    density: round(manifold.density.value, 4),
    coverage: round(manifold.coverage.value, 4),
    expectedCoverage: round(manifold.expectedCoverage, 4),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
