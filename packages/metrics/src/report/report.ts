import { expected } from '@genlab/core';
import { metricInfo, registry } from '../registry/registry.js';
import type { Score } from '../wilson.js';

/** What the features of a report were made with. */
export interface ExtractorInfo {
  /** Name, such as `content`. */
  readonly name: string;
  /** Hash of everything that decides its features. */
  readonly hash: string;
  /** Number of features. */
  readonly dims: number;
}

/** Figures that belong together, with all that has to be equal for two of them to be comparable. */
export interface Report {
  /** Figures by their name in the `registry`, with a place where there are several: `posterior.kl[1]`. */
  readonly metrics: Readonly<Record<string, Score>>;
  /** What made the features; absent if no figure rests on features. */
  readonly extractor?: ExtractorInfo;
  /** Number of samples in each set. */
  readonly n: Readonly<Record<string, number>>;
  /** Seed of the samples. */
  readonly seed: number;
}

/**
 * A report from figures, checked: names that the registry knows, numbers or scores.
 *
 * Use it to keep the figures of a model with what they rest on, as JSON (`writeReport`), and to compare them later (`compareReports`).
 *
 * @param input as {@link Report}; a figure may be a number.
 * @throws RangeError on a name that is not in the registry.
 * @example
 * ```ts
 * import { compareReports, readReport, report, writeReport } from '@genlab/metrics';
 *
 * const base = { n: { real: 1000, fake: 1000 }, seed: 0, extractor: { name: 'content', hash: '5b1f', dims: 64 } };
 * const before = report({ ...base, metrics: { frechet: { value: 31, se: 0.5 } } });
 * const after = report({ ...base, metrics: { frechet: { value: 28, se: 0.5 } } });
 * console.log(compareReports({ before: readReport(writeReport(before)), after })); // [ { name: 'frechet', before: 31, after: 28, verdict: 'better' } ]
 * ```
 */
export function report(input: Omit<Report, 'metrics'> & { readonly metrics: Readonly<Record<string, Score | number>> }): Report {
  const { metrics, extractor, n, seed } = Object(input) as typeof input;
  if (!isRecord(metrics) || !isRecord(n) || typeof seed !== 'number')
    throw new TypeError(expected('report', 'metrics, n and a seed', input));
  for (const name of Object.keys(metrics)) {
    if (!metricInfo(name)) {
      const near = Object.keys(registry).filter((known) => known.startsWith(`${name.split(/[.[]/)[0]}.`));
      throw new RangeError(
        expected('report', 'names of the registry', name, near.length > 0 ? `There are ${near.join(', ')}.` : undefined),
      );
    }
  }
  const scores = Object.entries(metrics).map(([name, figure]) => [name, typeof figure === 'number' ? { value: figure } : figure] as const);
  const bad = scores.find(([, score]) => typeof score?.value !== 'number');
  if (bad) throw new TypeError(expected('report', `a number or a score as ${bad[0]}`, bad[1]));
  return { metrics: Object.fromEntries(scores), extractor, n, seed };
}

function isRecord(part: unknown): boolean {
  return typeof part === 'object' && part !== null;
}

/** A report as JSON with sorted keys, so that equal reports are equal texts. NaN and infinities, which JSON lacks, are written as words. */
export function writeReport(value: Report): string {
  const plain = (_: string, part: unknown): unknown => {
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return `${JSON.stringify(value, plain, 2)}\n`;
}

/** Reads what `writeReport` wrote. @throws SyntaxError if it is no JSON, TypeError or RangeError if it is no report. */
export function readReport(text: string): Report {
  const words: Readonly<Record<string, number>> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
  };
  if (typeof text !== 'string') throw new TypeError(expected('readReport', 'JSON as writeReport writes it', text));
  const parsed: unknown = JSON.parse(text, (key, part: unknown) =>
    typeof part === 'string' && Object.hasOwn(words, part) && key !== 'name' && key !== 'hash' ? words[part] : part,
  );
  const { metrics, n, seed } = (parsed ?? {}) as Partial<Report>;
  if (!isRecord(metrics) || !isRecord(n) || typeof seed !== 'number') {
    throw new TypeError(expected('readReport', 'a report with metrics, n and seed', text.slice(0, 60)));
  }
  const bad = Object.entries(metrics as Report['metrics']).find(([, score]) => typeof score?.value !== 'number');
  if (bad) throw new TypeError(expected('readReport', `a number as value of ${bad[0]}`, bad[1]));
  return report(parsed as Report);
}
