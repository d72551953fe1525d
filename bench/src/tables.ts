import type { Row } from './measure.js';
import type { Results } from './results.js';
import type { Summary } from './statistics.js';

type Timed = Row & Summary & { readonly how?: string };
const isTimed = (row: Row): row is Timed => 'medianMs' in row;
const isOurs = ({ system }: Row) => system.startsWith('genlab');
const fastest = (rows: readonly Timed[]): Timed | undefined => rows.toSorted((a, b) => a.medianMs - b.medianMs)[0];

/** A number of three digits or more, thousands grouped. */
function digits(value: number): string {
  return value >= 1_000 ? value.toLocaleString('en', { maximumFractionDigits: 0 }) : Number(value.toPrecision(3)).toString();
}

/** All rows for a terminal; the ratio is to our first system: above 1 where that is faster. */
export function consoleTable({ rows, systems, peak }: Results): string {
  const reference = (work: string) => rows.filter(isTimed).find((row) => row.work === work && row.system === systems[0]?.name);
  const [workWidth, systemWidth] = (['work', 'system'] as const).map((key) => 2 + Math.max(...rows.map((row) => row[key].length)));
  const headOf = (work: string, system: string) => work.padEnd(workWidth as number) + system.padEnd(systemWidth as number);
  const lines = rows.map((row) => {
    const head = headOf(row.work, row.system);
    if ('missing' in row) return `${head}  not run: ${row.missing}`;
    if (!isTimed(row)) return `${head}  ${cell(row)}`;
    const { n, medianMs, minMs, lowerQuartileMs, upperQuartileMs } = row;
    const times = [medianMs, minMs, lowerQuartileMs, upperQuartileMs].map((ms) => ms.toFixed(2).padStart(11)).join('');
    return `${head}${String(n).padStart(5)}${times}${(medianMs / (reference(row.work)?.medianMs ?? Number.NaN)).toFixed(2).padStart(10)}`;
  });
  const titles = ['median ms', 'min', 'lower qu.', 'upper qu.'].map((title) => title.padStart(11)).join('');
  const head = `${headOf('work', 'system')}${'n'.padStart(5)}${titles}${'/ genlab'.padStart(10)}`;
  const peaks = `peak of one thread: plain SIMD ${peak.simd.toFixed(1)} GFLOP/s, relaxed ${peak.relaxed?.toFixed(1) ?? 'not there'}`;
  return [head, ...lines, peaks, ''].join('\n');
}

/** A Markdown table of medians: a column for each library, in it a number for each of its counts of threads. */
export function timesTable({ rows, systems }: Results): string {
  const libraries = groupBy(systems, ({ name }) => name.replace(/, \d+ threads?$/, ''));
  const heads = [...libraries].map(([library, members]) => [library, ...threadsOf(members.map(({ name }) => name))].join('<br>'));
  const lines = worksOf(rows).map(([work, all]) => {
    const cells = [...libraries.values()].map((members) =>
      members.map(({ name }) => cell(all.find(({ system }) => system === name))).join(' / '),
    );
    const timed = all.filter(isTimed);
    const [ours, peer] = [fastest(timed.filter(isOurs)), fastest(timed.filter((row) => !isOurs(row)))];
    return [work, ...cells, ours && peer ? digits(peer.medianMs / ours.medianMs) : ''];
  });
  return markdown(['work', ...heads, 'fastest peer<br>/ our fastest'], lines);
}

/** A Markdown table of kernels: GFLOP/s, and for ours the share of what its threads can do at the peak of their engine. */
export function kernelsTable({ rows, systems, peak }: Results, flopOf: (work: string) => number | undefined): string {
  const engine = peak.relaxed ?? peak.simd;
  const ours = systems.filter(({ name }) => name.startsWith('genlab'));
  const lines = worksOf(rows).flatMap(([work, all]) => {
    const flop = flopOf(work);
    if (flop === undefined) return [];
    const gflops = (row: Timed) => flop / row.medianMs / 1e6;
    const cells = ours.map(({ name, wasmThreads = 1 }) => {
      const row = all.filter(isTimed).find(({ system }) => system === name);
      return row ? `${digits(gflops(row))} (${Math.round((100 * gflops(row)) / engine / wasmThreads)} %)` : '';
    });
    const peer = fastest(all.filter(isTimed).filter((row) => !isOurs(row)));
    return [[work, ...cells, peer ? `${digits(gflops(peer))} (${peer.system})` : '']];
  });
  return markdown(['kernel', ...ours.map(({ name }) => name), 'fastest peer'], lines);
}

/** A Markdown table of the first step and the memory of each system. */
export function startsTable({ coldStarts }: Results): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms / 1_000).toFixed(2));
  return markdown(
    ['work', 'system', 'tfjs loaded, s', 'ready, s', 'first step done, s', 'memory at its peak, MB'],
    coldStarts.map(({ work, system, tfjsMs, readyMs, firstStepMs, peakBytes }) => [
      ...[work, system, seconds(tfjsMs), seconds(readyMs), seconds(firstStepMs), digits(Math.round(peakBytes / 1e6))],
    ]),
  );
}

/** A Markdown table of what a page loads. */
export function downloadsTable({ downloads }: Results): string {
  return markdown(
    ['what a page loads', 'kB after gzip'],
    downloads.map(({ what, bytes }) => [what, (bytes / 1_000).toFixed(1)]),
  );
}

/** Where, when and of what the figures are, as a list. */
export function facts({ machine, date, node, minutes, systems, absent, rows, peak, pace }: Results): string {
  const least = Math.min(...rows.filter(isTimed).map(({ n }) => n));
  const few = rows.filter(isTimed).filter(({ n }) => n < 5);
  return [
    `- ${machine}; Node ${node}; ${date}; ${minutes} minutes.`,
    `- ${[...new Set(systems.map(({ name, about }) => `${name.split(', ')[0]}: ${about}`))].join('; ')}.`,
    ...absent.map((line) => `- Left out: ${line}.`),
    `- Peak of one thread: ${peak.simd.toFixed(1)} GFLOP/s with plain SIMD${peak.relaxed ? `, ${peak.relaxed.toFixed(1)} with relaxed SIMD` : '; no relaxed SIMD'}.`,
    `- Medians of at least ${least} repetitions (${pace.turns} turns of ${pace.turnMs} ms or one repetition; ${pace.budgetMs / 1_000} s at most).${
      few.length > 0 ? ` Fewer than 5: ${few.map(({ work, system, n }) => `${work} on ${system} (${n})`).join('; ')}.` : ''
    }`,
    ...ways(rows),
    ...missing(rows),
  ].join('\n');
}

/** In which way each system that had a choice was fastest: the way of most works, then the others with their works. */
function ways(rows: readonly Row[]): string[] {
  const chosen = groupBy(
    rows.filter(isTimed).filter(({ how }) => how !== undefined),
    ({ system }) => system,
  );
  return [...chosen].map(([system, all]) => {
    const [[usual] = [''], ...others] = [...groupBy(all, ({ how = '' }) => how)].sort(([, a], [, b]) => b.length - a.length);
    const exceptions = others.map(([way, theirs]) => `; ${way} in ${theirs.map(({ work }) => work).join(', ')}`);
    return `- Fastest way of ${system}: ${usual}${exceptions.join('')}.`;
  });
}

/** What was not run, and why, a line for each reason. */
function missing(rows: readonly Row[]): string[] {
  const reasons = groupBy(
    rows.flatMap((row) => ('missing' in row ? [row] : [])),
    ({ system, missing }) => `${system}: ${missing}`,
  );
  return [...reasons].map(([reason, all]) => `- Not run (${all.map(({ work }) => work).join(', ')}): ${reason}.`);
}

const worksOf = (rows: readonly Row[]) => [...groupBy(rows, ({ work }) => work)];
function cell(row: Row | undefined): string {
  if (row && 'overMs' in row) return `over ${row.overMs / 1_000} s`;
  return row && isTimed(row) ? digits(row.medianMs) : '–';
}

/** What has a key in common, in the order of the first of each. */
function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function threadsOf(names: readonly string[]): string[] {
  const counts = names.flatMap((name) => /, (\d+) threads?$/.exec(name)?.[1] ?? []);
  return counts.length > 0 ? [`${counts.join(' / ')} threads`] : [];
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...lines.map(row)].join('\n');
}
