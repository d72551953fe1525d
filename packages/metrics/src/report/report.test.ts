import { describe, expect, it } from 'vitest';
import { compareReports } from './compare-reports.js';
import { type Report, readReport, report, writeReport } from './report.js';

const base = { extractor: { name: 'content', hash: '5b1f', dims: 64 }, n: { real: 1000, fake: 1000 }, seed: 0 };
const of = (metrics: Parameters<typeof report>[0]['metrics'], other: Partial<Report> = {}) => report({ ...base, ...other, metrics });

describe('a report', () => {
  it('takes numbers as scores, and names with a place', () => {
    expect(of({ 'posterior.kl[1]': 2.5, frechet: { value: 3, se: 1 } }).metrics).toEqual({
      'posterior.kl[1]': { value: 2.5 },
      frechet: { value: 3, se: 1 },
    });
  });

  it('comes back from its JSON, NaN and infinities too, and does not depend on the order of keys', () => {
    const one = of({ frechet: Number.NaN, 'modes.kl': Number.POSITIVE_INFINITY, 'likelihood.elbo': { value: -45, se: 0.5 } });
    expect(readReport(writeReport(one))).toEqual(one);
    const { metrics, seed, n, extractor } = one;
    const reversed = {
      seed,
      n: { fake: n.fake!, real: n.real! },
      metrics: Object.fromEntries(Object.entries(metrics).reverse()),
      extractor,
    };
    expect(writeReport(reversed)).toBe(writeReport(one));
  });

  it('says what is wrong', () => {
    expect(() => of({ 'posterior.kls': 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: report: expected names of the registry, got posterior.kls. There are posterior.activeUnits, posterior.kl, posterior.mutualInformation, posterior.marginalKl, posterior.totalCorrelation.]`,
    );
    expect(() => of({ fid: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: report: expected names of the registry, got fid.]`);
    expect(() => readReport('[]')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: readReport: expected a report with metrics, n and seed, got [].]`,
    );
    expect(() => readReport('{"metrics":{"frechet":{}},"n":{},"seed":0}')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: readReport: expected a number as value of frechet, got {}.]`,
    );
  });
});

describe('compareReports', () => {
  const verdict = (name: string, before: Parameters<typeof of>[0][string], after: typeof before) =>
    compareReports({ before: of({ [name]: before }), after: of({ [name]: after }) })[0]!.verdict;

  it.each([
    ['frechet', 31, 28, 'better'],
    ['frechet', 28, 31, 'worse'],
    ['frechet', 31, 30.5, 'unsure'],
    ['likelihood.elbo[test]', -45, -40, 'better'],
    ['patterns.noveltyRatio', 0.2, 2.5, 'worse'],
    ['patterns.noveltyRatio', 5, 1, 'better'],
    ['patterns.density', 5, 1, 'changed'],
    ['posterior.kl', 5, 5, 'same'],
  ])('%s from %d to %d, give or take 0.3 each, is %s', (name, before, after, want) => {
    expect(verdict(name, { value: before, se: 0.3 }, { value: after, se: 0.3 })).toBe(want);
  });

  it('takes the error from an interval, and says only that it changed where there is none', () => {
    const share = (value: number) => ({ value, interval: { low: value - 0.1, high: value + 0.1, level: 0.95, method: 'wilson' as const } });
    expect(verdict('probe.accuracy', share(0.5), share(0.6))).toBe('unsure');
    expect(verdict('probe.accuracy', share(0.5), share(0.7))).toBe('better');
    expect(verdict('probe.accuracy', 0.5, 0.7)).toBe('changed');
  });

  it('compares what both have', () => {
    expect(compareReports({ before: of({ frechet: 1, 'modes.kl': 1 }), after: of({ 'modes.kl': 1, 'probe.accuracy': 1 }) })).toEqual([
      { name: 'modes.kl', before: 1, after: 1, verdict: 'same' },
    ]);
  });

  it('refuses what can not be compared', () => {
    const before = of({ frechet: 1 });
    const other = (part: Partial<Report>) => () => compareReports({ before, after: of({ frechet: 1 }, part) });
    expect(other({ extractor: { ...base.extractor, hash: '77aa' } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: compareReports: expected features of one extractor (content 5b1f, 64 features), got content 77aa, 64 features. Read both models through the same one.]`,
    );
    expect(other({ extractor: undefined })).toThrowErrorMatchingInlineSnapshot(
      `[Error: compareReports: expected features of one extractor (content 5b1f, 64 features), got none. Read both models through the same one.]`,
    );
    expect(other({ n: { real: 1000, fake: 500 } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: compareReports: expected 1000 samples in fake, got 500. Figures depend on how many samples they rest on.]`,
    );
    expect(other({ n: { real: 1000 } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: compareReports: expected 1000 samples in fake, got none. Figures depend on how many samples they rest on.]`,
    );
  });
});
