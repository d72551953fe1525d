import type { DrumBar, VaeReportData } from '@genlab/report';
import { CELLS, INSTRUMENTS } from './data/bars.js';
import type { Dataset } from './data/dataset.js';
import { truthOf } from './data/truth.js';
import type { Judge } from './judge.js';
import { PER_GENRE, type Showcase, STEPS_BETWEEN, VARIATIONS } from './showcase.js';
import { hits } from './tensors.js';

type Rolls = VaeReportData['rolls'][number];

/** The bars of a showcase with what is to be said of each. */
export function rollsOf(showcase: Showcase, { genres, grammar }: Dataset, judge: Judge, conditional: boolean): Rolls[] {
  const { byGenre, sources, swap, variations, between } = showcase;
  const sourceNames = Array.from(sources.genres, (genre) => genres[genre] as string);
  const shared = { instruments: INSTRUMENTS } as const;
  const small = { ...shared, names: 'short' } as const;
  return [
    {
      ...shared,
      title: conditional ? 'Bars by genre.' : 'Bars as they come.',
      caption: `${conditional ? 'Asked for by name, not selected' : 'This model can be asked for nothing'}. The darker, the surer; full cells are played. Below each, what ${judge.name} takes it for.`,
      bars: bars(byGenre, (i) => (conditional ? `${genres[Math.floor(i / PER_GENRE)]} ${(i % PER_GENRE) + 1}` : `bar ${i + 1}`), {
        genres,
        judge,
        asked: conditional ? (i) => Math.floor(i / PER_GENRE) : undefined,
      }),
    },
    {
      ...small,
      title: 'New variations.',
      caption: `First of each row: a validation bar. Then bars with its high level and a low level drawn anew: variations within one cluster of styles. Two letters name an instrument: BD kick, SD snare, LT and HT toms, CP clap, CH and OH closed and open hat, RD ride, CC crash.`,
      columns: VARIATIONS + 1,
      bars: sourceNames.flatMap((name, row) => [
        ...bars(sources.patterns.subarray(row * CELLS, (row + 1) * CELLS), () => `${name}, real`, {}),
        ...bars(variations.subarray(row * VARIATIONS * CELLS, (row + 1) * VARIATIONS * CELLS), (i) => `new ${i + 1}`, {
          genres,
          judge,
          asked: () => sources.genres[row] as number,
        }),
      ]),
    },
    {
      ...small,
      title: 'Style and variation, swapped.',
      caption: 'Row: the style of a bar; column: the variation of a bar. On the diagonal the bars themselves, reconstructed.',
      columns: sourceNames.length,
      bars: bars(
        swap,
        (i) => {
          const [row, column] = [Math.floor(i / sourceNames.length), i % sourceNames.length];
          const varied = grammar !== undefined && grammar.variations > 1;
          const variation = varied && sources.variations ? grammar.variationNames[sources.variations[column] as number] : undefined;
          return `${sourceNames[row]}, ${variation ? `${variation} of ${sourceNames[column]}` : `as ${sourceNames[column]}`}`;
        },
        {},
      ),
    },
    {
      ...small,
      title: 'From style to style.',
      caption: 'Each row goes from one bar’s style to another’s in equal steps, the variation held.',
      columns: STEPS_BETWEEN,
      bars: bars(between, (i) => `${(i % STEPS_BETWEEN) + 1}`, { genres, judge }),
    },
  ];
}

interface Reading {
  readonly genres?: readonly string[];
  readonly judge?: Judge;
  /** The genre each was meant to have. */
  readonly asked?: (index: number) => number;
}

function bars(values: ArrayLike<number>, name: (index: number) => string, { genres, judge, asked }: Reading): DrumBar[] {
  const read = judge && truthOf(judge.tables, hits(values));
  return Array.from({ length: values.length / CELLS }, (_, i) => {
    const cells = Array.from({ length: CELLS }, (_, cell) => Math.round(100 * (values[i * CELLS + cell] as number)) / 100);
    if (read === undefined || genres === undefined) return { cells, name: name(i) };
    const [genre, confidence] = [read.genres[i] as number, read.confidence[i] as number];
    const note = `${genres[genre]} ${Math.round(100 * confidence)} %`;
    return { cells, name: name(i), note, ...(asked && { tone: asked(i) === genre ? ('good' as const) : ('bad' as const) }) };
  });
}
