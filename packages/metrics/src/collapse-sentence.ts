import type { Collapse } from './collapse.js';
import type { Death } from './falls.js';

/** All of a {@link Collapse} that its verdict rests on. */
export type Found = Omit<Collapse, 'verdict' | 'sentence'>;

/** The finding and what it rests on, in a sentence or two. */
export function sentenceOf(verdict: Collapse['verdict'], found: Found, names?: readonly string[]): string {
  const { died, recovered, never, doubtful, evaluations, n, of, rule, patience } = found;
  const name = (k: number) => names?.[k] ?? `class ${k}`;
  const list = (classes: readonly number[]) => classes.map(name).join(', ');
  const events = (deaths: readonly Death[]) => {
    const whens = deaths.map((d) => `since step ${grouped(d.since)}${d.until === undefined ? '' : ` to ${grouped(d.until)}`}`);
    const together = (when: string) => list(deaths.filter((_, i) => whens[i] === when).map((d) => d.class));
    return [...new Set(whens)].map((when) => `${together(when)} (${when})`).join('; ');
  };
  const asked =
    rule === 'any'
      ? '1 sample'
      : 'atLeast' in rule
        ? `${grouped(rule.atLeast)} samples`
        : `${grouped(100 * rule.fractionOfExpected)} % of its expected count`;
  const looks = (count: number) => (count === 1 ? '1 evaluation' : `${count} evaluations`);
  const basis =
    `This rests on ${looks(evaluations)} of at least ${grouped(n)} samples; a class is alive with ${asked} or more, ` +
    `and dead after ${looks(patience)} below it.`;
  const finding = {
    collapse: `Mode collapse: ${died.length} of ${of} classes died: ${events(died)}.`,
    recovered: `Mode collapse that passed: ${events(recovered)}; at the end no class that lived is dead.`,
    incomplete: `No class died, but ${never.length} of ${of} ${never.length === 1 ? 'was' : 'were'} never drawn in earnest: ${list(never)}.`,
    none: `No mode collapse: ${doubtful.length === 0 ? `all ${of}` : `${of - doubtful.length} of ${of}`} classes are alive at the end.`,
    undecided: `Undecided: it takes at least ${2 * patience} evaluations of 10 expected samples a class.`,
  }[verdict];
  const more = [
    verdict === 'collapse' && recovered.length > 0 && `Died and came back: ${events(recovered)}.`,
    verdict !== 'incomplete' && verdict !== 'undecided' && never.length > 0 && `Never drawn in earnest: ${list(never)}.`,
    doubtful.length > 0 && `Below the line in the last evaluation, without enough evidence to call it: ${list(doubtful)}.`,
  ].filter((part) => part !== false);
  return [finding, ...more, basis].join(' ');
}

/** Thousands grouped, as reports have it: 2,600. */
function grouped(value: number): string {
  return value.toLocaleString('en');
}
