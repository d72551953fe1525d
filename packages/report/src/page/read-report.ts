import { config, type Reader } from '@genlab/core';
import { size, texts } from '../readers.js';
import type { DrumBar, Part, ReportData, Rolls, Section } from './parts.js';

const { boolean, integer, list, numbers, object, oneOf, optional, record, text } = config;

type PartOf<Kind extends Part['kind']> = Extract<Part, { readonly kind: Kind }>;

/** Reads the members of a kind of part beside its kind. */
function partOf<Kind extends Part['kind']>(
  kind: Kind,
  members: { readonly [Name in Exclude<keyof PartOf<Kind>, 'kind'>]-?: Reader<PartOf<Kind>[Name]> },
): Reader<Part> {
  const rest = record<Omit<PartOf<Kind>, 'kind'>>(members as never);
  return (value, path) => ({ kind, ...rest(value, path) }) as unknown as Part;
}

const titled = { title: text, caption: optional(text) };
const bar = record<DrumBar>({ cells: numbers, name: text, note: optional(text), tone: optional(oneOf('good', 'bad')) });
const cell = (value: unknown, path: string) => (typeof value === 'number' ? value : text(value, path));
const columns = optional(integer({ least: 1 }));

const kinds: Readonly<Record<Part['kind'], Reader<Part>>> = {
  prose: partOf('prose', { text }),
  verdict: partOf('verdict', { tone: oneOf('good', 'bad', 'unclear'), headline: text, text }),
  figures: partOf('figures', { figures: list(record({ name: text, value: text, note: optional(text) })) }),
  chart: partOf('chart', { ...titled, svg: text, wide: optional(boolean), small: optional(boolean) }),
  picture: partOf('picture', {
    ...{ ...titled, uri: text, width: size, height: size },
    ...{ look: optional(oneOf('ink', 'photo')), wide: optional(boolean) },
  }),
  table: partOf('table', { ...titled, columns: texts, rows: list(list(cell)) }),
  facts: partOf('facts', { title: text, facts: object<Readonly<Record<string, unknown>>> }),
  rolls: partOf('rolls', { ...titled, instruments: texts, names: optional(oneOf('full', 'short')), columns, bars: list(bar) }),
};
const kindOf = oneOf(...(Object.keys(kinds) as Part['kind'][]));

function readPart(value: unknown, path: string): Part {
  // An image grid that is spread into a picture brings its file along.
  const { kind, png: _, ...rest } = object<{ readonly kind?: unknown; readonly png?: unknown }>(value, path);
  return kinds[kindOf(kind, `${path}.kind`)](rest, path);
}

/** Reads bars of drums, as a part without its kind. */
export function readRolls(value: unknown, path: string): Omit<Rolls, 'kind'> {
  return kinds.rolls(value, path) as Rolls;
}

/** Reads a whole report. */
export const readReport = record<ReportData>({
  title: text,
  subtitle: optional(text),
  sections: list(record<Section>({ title: text, parts: list(readPart) })),
  refreshSeconds: optional(size),
});
