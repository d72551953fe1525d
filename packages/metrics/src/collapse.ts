import { config, expected } from '@genlab/core';
import { level as readLevel } from './arguments.js';
import { type Found, sentenceOf } from './collapse-sentence.js';
import { type Death, falls, type Lives } from './falls.js';
import { type ModeRule, needed, readRule, shares } from './mode-rule.js';

/** One look at the generator during training. A result of `modes` with its step fits: `{ step, ...modes(...) }`. */
export interface Evaluation {
  /** The step (or epoch) it was made at. */
  readonly step: number;
  /** Samples of each class, `[classes]`. */
  readonly counts: ArrayLike<number>;
}

/** Options of {@link collapse}. */
export interface CollapseOptions {
  /** When a class counts as alive at an evaluation. `{ fractionOfExpected: 0.25 }` by default. */
  readonly rule?: ModeRule;
  /** A class lives, and dies, by as many evaluations on end. 3 by default; at least 2, since single ones flicker. */
  readonly patience?: number;
  /** The chance, over all classes, of naming a death where the shares did not change. 0.01 by default. */
  readonly significance?: number;
  /** The share of each class in the data, `[classes]`. Uniform by default. */
  readonly target?: ArrayLike<number>;
  /** Names of the classes, for the sentence. Their numbers by default. */
  readonly names?: readonly string[];
}

const { integer, list, numbers, optional, record, text } = config;
const readOptions = record<CollapseOptions>({
  rule: optional(readRule),
  patience: optional(integer({ least: 2 })),
  significance: optional(readLevel),
  target: optional(numbers),
  names: optional(list(text)),
});

/** What {@link collapse} returns. */
export interface Collapse {
  /**
   * `'collapse'`: classes died and are dead at the end. `'recovered'`: classes died and came back. `'incomplete'`: none died, but some were
   * never drawn; whether the generator has not got there yet or collapsed at once, counts can't tell.
   * `'none'`: every class is alive. `'undecided'`: too few evaluations or samples to say.
   */
  readonly verdict: 'collapse' | 'recovered' | 'incomplete' | 'none' | 'undecided';
  /** Classes that lived, died and are dead at the end, by the step of their death. */
  readonly died: readonly Death[];
  /** Classes that died and came back. */
  readonly recovered: readonly Death[];
  /** Classes that never lived and lack in the last evaluation. */
  readonly never: readonly number[];
  /** Classes that lived and lack in the last evaluation, without enough evidence for a death: flickering or just falling. */
  readonly doubtful: readonly number[];
  /** The finding and what it rests on, in a sentence or two. */
  readonly sentence: string;
  /** Number of evaluations looked at. */
  readonly evaluations: number;
  /** Samples of the smallest evaluation. */
  readonly n: number;
  /** Number of classes. */
  readonly of: number;
  /** The rule applied. */
  readonly rule: ModeRule;
  /** The patience applied, in evaluations. */
  readonly patience: number;
}

/**
 * Tells whether a generator lost classes during training: which, and since when.
 *
 * Use it on the evaluations of a whole run, 100 samples a class or more each. A class lives once it met the rule (a quarter of its expected
 * count) in `patience` evaluations on end. It died if it then missed the rule in `patience` evaluations on end and its share in those is
 * lower than in its life before by more than chance explains (binomial test with the totals held fixed, Bonferroni over classes and
 * possible beginnings). A class that was always rare flickers about the rule and is not called dead. Own definition.
 *
 * Early in training the classifier reads noise as some letter or other, and the class "dies" when the noise goes: give counts of confident
 * samples (`modes` with a `threshold`), or leave the first evaluations out, if that is not what you want to see.
 *
 * @throws RangeError on evaluations of different lengths, counts that are no counts, or steps that do not ascend.
 * @example
 * ```ts
 * import { collapse } from '@genlab/metrics';
 *
 * const history = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({ step: i * 100, counts: [100, 100, i < 4 ? 100 : 2] }));
 * console.log(collapse(history, { names: ['A', 'B', 'C'] }).sentence); // Mode collapse: 1 of 3 classes died: C (since step 400). ...
 * ```
 */
export function collapse(history: readonly Evaluation[], options: CollapseOptions = {}): Collapse {
  const { rule = { fractionOfExpected: 0.25 }, patience = 3, significance = 0.01, target, names } = readOptions(options, 'collapse');
  check(history);
  const of = history[0]?.counts.length ?? 0;
  if (names && history.length > 0 && names.length !== of) throw new RangeError(expected('collapse', `${of} names`, names.length));
  const q = of > 0 ? shares('collapse', target, of) : new Float64Array();
  const totals = history.map(({ counts }) => Array.from(counts).reduce((sum, count) => sum + count, 0));
  const level = significance / Math.max(1, of * history.length);
  const lives = Array.from(q.keys(), (k): Lives => {
    const counts = history.map((evaluation) => evaluation.counts[k]!);
    const alive = counts.map((count, i) => count >= needed(rule, q[k]! * totals[i]!));
    return q[k] === 0
      ? { deaths: [], state: 'alive' }
      : falls({ class: k, steps: history.map(({ step }) => step), counts, totals, alive }, patience, level);
  });
  const deaths = lives.flatMap((life) => life.deaths).sort((a, b) => a.since - b.since || a.class - b.class);
  const inState = (state: Lives['state']) => [...lives.keys()].filter((k) => lives[k]!.state === state);
  const found = {
    died: deaths.filter((death) => death.until === undefined),
    recovered: deaths.filter((death) => death.until !== undefined),
    never: inState('never'),
    doubtful: inState('doubtful'),
    evaluations: history.length,
    n: totals.length > 0 ? Math.min(...totals) : 0,
    of,
    rule,
    patience,
  };
  const verdict = judge(found, q);
  return { verdict, ...found, sentence: sentenceOf(verdict, found, names) };
}

/** A class at its full share would miss the rule by chance more than once in 100 looks if fewer than 10 samples of it are expected. */
const FEWEST_EXPECTED = 10;

function judge({ died, recovered, never, evaluations, patience, n }: Found, q: Float64Array): Collapse['verdict'] {
  if (died.length > 0) return 'collapse';
  const rarest = Math.min(...q.filter((share) => share > 0));
  if (evaluations < 2 * patience || n * rarest < FEWEST_EXPECTED) return 'undecided';
  if (recovered.length > 0) return 'recovered';
  return never.length > 0 ? 'incomplete' : 'none';
}

function check(history: readonly Evaluation[]): void {
  const given: unknown = history;
  if (!Array.isArray(given)) throw new TypeError(expected('collapse', 'a list of evaluations', history));
  history.forEach((evaluation, i) => {
    numbers(Object(evaluation).counts, `collapse[${i}].counts`);
  });
  history.forEach(({ step, counts }, i) => {
    const before = history[i - 1];
    if (!Number.isFinite(step) || (before && step <= before.step)) {
      throw new RangeError(expected('collapse', 'ascending steps', `${step} after ${before?.step}`));
    }
    if (before && counts.length !== before.counts.length) {
      throw new RangeError(expected('collapse', `counts of ${before.counts.length} classes at step ${step}`, counts.length));
    }
    const bad = Array.from(counts).find((count) => !Number.isInteger(count) || count < 0);
    if (bad !== undefined || counts.length === 0)
      throw new RangeError(expected('collapse', `counts of samples at step ${step}`, bad ?? 'none'));
  });
}
