import { type Patterns, type Posterior, type Probe, patterns, posterior, probe } from '@genlab/metrics';
import type { Diagnosis, Elbo, HierarchicalVAE, Iwae } from '@genlab/vae';
import { type Baselines, baselinesOf } from './baselines.js';
import { type Bars, CELLS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import { meanNll, truthOf } from './data/truth.js';
import { type Judge, share } from './judge.js';
import { type Codes, codesOf } from './latents/codes.js';
import { barTensor, hits, take } from './tensors.js';

/** Draws of the importance-weighted bound, for each bar. */
const DRAWS = 1_000;
/** Generated bars that the figures rest on. */
const GENERATED = 500;

/** What one level holds. */
export interface LevelFindings {
  readonly posterior: Posterior;
  /** A linear reader of the genre, trained on the codes of training bars, judged on those of validation bars. */
  readonly genreProbe: Probe;
  /** The same of the variation, where that is known. */
  readonly variationProbe?: Probe;
  readonly codes: Codes;
}

/** What is measured at the end of a run. */
export interface Findings {
  readonly elbo: { readonly train: Elbo; readonly validation: Elbo };
  readonly iwae: Iwae;
  /** The least negative log-likelihood of the validation bars, where that is known; nats. */
  readonly limit?: number;
  readonly baselines: Baselines;
  readonly levels: readonly LevelFindings[];
  /** What has become of each level. */
  readonly diagnosis: Diagnosis;
  readonly generation: Generation;
  /** Two draws of `vary` of each validation bar, hits alone. */
  readonly variation: { readonly keepsGenre: number; readonly cellsApart: number };
}

/** Bars drawn from the model, the genres asked for in turn. */
export interface Generation {
  /** The bars, one after the other. */
  readonly bars: Uint8Array;
  /** Share that the judge reads as the genre asked for. */
  readonly genreAccuracy: number;
  readonly perGenre: readonly number[];
  readonly patterns: Patterns;
  /** The same figures of as many validation bars. */
  readonly real: Patterns;
}

/** Measures a model, on validation bars wherever nothing else is said. */
export async function evaluate(
  vae: HierarchicalVAE,
  data: Dataset,
  { judge, draws = DRAWS }: { readonly judge: Judge; readonly draws?: number },
): Promise<Findings> {
  const { train, validation, grammar } = data;
  const [seen, unseen] = [barTensor(train.patterns), barTensor(validation.patterns)];
  try {
    return {
      elbo: { train: await vae.elbo(seen), validation: await vae.elbo(unseen) },
      iwae: await vae.iwae(unseen, { k: draws }),
      ...(grammar && { limit: meanNll(grammar, validation.patterns) }),
      baselines: baselinesOf(data),
      levels: await levelsOf(vae, data),
      diagnosis: await vae.diagnose(unseen),
      generation: await generate(vae, data, judge),
      variation: await varyTwice(vae, validation, judge),
    };
  } finally {
    seen.dispose();
    unseen.dispose();
  }
}

async function levelsOf(vae: HierarchicalVAE, { train, validation }: Dataset): Promise<LevelFindings[]> {
  const [known, held] = [await codesOf(vae, train.patterns), await codesOf(vae, validation.patterns)];
  // With one variation there is nothing to tell.
  const varies = (validation.variations ?? []).some((variation) => variation > 0);
  return held.map((codes, level) => {
    const read = (from: ArrayLike<number> | undefined, to: ArrayLike<number> | undefined) =>
      from && to && probe({ train: { x: (known[level] as Codes).offsets, y: from }, test: { x: codes.offsets, y: to } });
    return {
      codes,
      posterior: posterior({ ...codes.posterior, prior: codes.prior }),
      genreProbe: read(train.genres, validation.genres) as Probe,
      variationProbe: varies ? read(train.variations, validation.variations) : undefined,
    };
  });
}

async function generate(vae: HierarchicalVAE, { genres, train, validation }: Dataset, judge: Judge): Promise<Generation> {
  const asked = Int32Array.from({ length: GENERATED }, (_, i) => i % genres.length);
  const bars = hits(
    await take(vae.sample({ n: GENERATED, label: vae.classes === undefined ? undefined : asked, seed: 1, output: 'draw' })),
  );
  const read = truthOf(judge.tables, bars).genres;
  const rows = (cells: Uint8Array) => ({ data: cells, shape: [cells.length / CELLS, CELLS] as const });
  const real = validation.patterns.subarray(0, GENERATED * CELLS);
  const known = { train: rows(train.patterns), test: rows(validation.patterns) };
  return {
    bars,
    genreAccuracy: share(read, asked),
    perGenre: genres.map((_, genre) => share(...pairsWhere(asked, read, genre))),
    patterns: patterns({ fake: rows(bars), ...known }),
    real: patterns({ fake: rows(real), ...known }),
  };
}

function pairsWhere(asked: Int32Array, read: Int32Array, genre: number): [Int32Array, Int32Array] {
  return [asked.filter((value) => value === genre), read.filter((_, i) => asked[i] === genre)];
}

async function varyTwice(vae: HierarchicalVAE, { patterns: cells, genres }: Bars, { tables }: Judge): Promise<Findings['variation']> {
  const bars = barTensor(cells, GENERATED);
  try {
    const [one, two] = [hits(await take(vae.vary(bars, { seed: 1 }))), hits(await take(vae.vary(bars, { seed: 2 })))];
    const count = bars.shape[0];
    const own = genres.subarray(0, count);
    return {
      keepsGenre: (share(truthOf(tables, one).genres, own) + share(truthOf(tables, two).genres, own)) / 2,
      cellsApart: one.filter((cell, i) => cell !== two[i]).length / count,
    };
  } finally {
    bars.dispose();
  }
}
