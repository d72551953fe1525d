import { expected } from '@genlab/core';
import type { MetricInfo } from '../registry/metric-info.js';
import { metricInfo } from '../registry/registry.js';
import type { Score } from '../wilson.js';
import type { Report } from './report.js';

/** How one figure changed. */
export interface Change {
  /** Its name. */
  readonly name: string;
  /** Value in the first report. */
  readonly before: number;
  /** Value in the second. */
  readonly after: number;
  /**
   * `'better'` or `'worse'` if the difference is more than its error allows (1.96 standard errors), `'unsure'` if it is not, `'same'` if
   * there is none; `'changed'` if the figure has no error to judge by, or no direction.
   */
  readonly verdict: 'better' | 'worse' | 'same' | 'unsure' | 'changed';
}

/**
 * What became better and what worse between two reports, for figures that both have.
 *
 * Use it as a gate against regressions, with samples of the same seeds. The standard error of a figure is its `se`, or a quarter of the
 * width of its 95 % interval; two reports' errors are taken as independent, which is on the safe side for the same real data in both.
 *
 * @throws Error if the two can't be compared: features of different extractors, or other numbers of samples, which most figures depend on.
 * @see {@link Report} for an example.
 */
export function compareReports(reports: { readonly before: Report; readonly after: Report }): Change[] {
  const { before, after } = Object(reports) as typeof reports;
  for (const [name, one] of Object.entries({ before, after })) {
    const { metrics, n } = Object(one) as Partial<Report>;
    if (typeof metrics !== 'object' || !metrics || typeof n !== 'object' || !n)
      throw new TypeError(expected(`compareReports (${name})`, 'a report', one));
  }
  const [a, b] = [before.extractor, after.extractor].map((extractor) =>
    extractor ? `${extractor.name} ${extractor.hash}, ${extractor.dims} features` : 'none',
  );
  if (a !== b) throw new Error(expected('compareReports', `features of one extractor (${a})`, b, 'Read both models through the same one.'));
  const sets = [...new Set([...Object.keys(before.n), ...Object.keys(after.n)])].sort();
  const other = sets.find((set) => before.n[set] !== after.n[set]);
  if (other !== undefined) {
    throw new Error(
      expected(
        'compareReports',
        `${before.n[other] ?? 'no'} samples in ${other}`,
        String(after.n[other] ?? 'none'),
        'Figures depend on how many samples they rest on.',
      ),
    );
  }
  return Object.keys(before.metrics)
    .filter((name) => Object.hasOwn(after.metrics, name))
    .map((name) => {
      const [first, second] = [before.metrics[name]!, after.metrics[name]!];
      return { name, before: first.value, after: second.value, verdict: judge(first, second, metricInfo(name)) };
    });
}

function judge(before: Score, after: Score, info: MetricInfo | undefined): Change['verdict'] {
  if (Object.is(before.value, after.value)) return 'same';
  const sign = info && direction(before.value, after.value, info);
  const error = Math.hypot(errorOf(before), errorOf(after));
  if (sign === undefined || Number.isNaN(error)) return 'changed';
  if (Math.abs(after.value - before.value) <= 1.96 * error) return 'unsure';
  return sign > 0 ? 'better' : 'worse';
}

/** Above 0 if the second is better; undefined where nothing is said. */
function direction(before: number, after: number, { better, target = 0 }: MetricInfo): number | undefined {
  if (better === 'higher') return after - before;
  if (better === 'lower') return before - after;
  return better === 'target' ? Math.abs(before - target) - Math.abs(after - target) : undefined;
}

function errorOf({ se, interval }: Score): number {
  if (se !== undefined) return se;
  return interval && interval.level === 0.95 ? (interval.high - interval.low) / (2 * 1.96) : Number.NaN;
}
