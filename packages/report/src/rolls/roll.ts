import type { Svg } from '../charts/svg.js';
import { escapeHtml } from '../page/escape-html.js';
import { type Drum, drumsOf } from './drums.js';

/** What {@link roll} draws. */
export interface RollOptions {
  /** Names of the instruments, in the order of the cells. */
  readonly instruments: readonly string[];
  /** `'full'` names are for a few large rolls, `'short'` ones, two letters, for many small ones. `'full'` by default. */
  readonly names?: 'full' | 'short';
}

/** Steps a beat. */
const BEAT = 4;
/** What is surely not played is not drawn. */
const FAINTEST = 0.12;
const LOOKS = { full: { cell: 14, row: 13, left: 62, font: 10 }, short: { cell: 9, row: 9, left: 17, font: 7.5 } };
const COLOURS: Readonly<Record<Drum['family'], string>> = { drum: 'var(--series-1)', cymbal: 'var(--series-2)', hand: 'var(--series-3)' };

/**
 * One bar as a piano roll: a row for each instrument, a column for each step, beats numbered and every other one shaded. A hit is the
 * darker the surer (or louder) it is; cells below one half, which are not played, are drawn half as high.
 *
 * @param cells `[steps, instruments]` numbers in [0, 1], step after step
 */
export function roll(cells: ArrayLike<number>, { instruments, names = 'full' }: RollOptions): Svg {
  const { cell, row, left, font } = LOOKS[names];
  const drums = drumsOf(instruments);
  const steps = cells.length / instruments.length;
  const top = font + 4;
  const [width, height] = [left + steps * cell + 1, top + drums.length * row + 1];
  const beats = Array.from({ length: Math.ceil(steps / BEAT) }, (_, beat) => {
    const x = left + beat * BEAT * cell;
    const shade = beat % 2 === 0 ? `<rect class="beat" x="${x}" y="${top}" width="${BEAT * cell}" height="${height - top - 1}"/>` : '';
    return `${shade}<text x="${x + cell / 2}" y="${font}" text-anchor="middle">${beat + 1}</text>`;
  });
  const rows = drums.map(({ name, short, family, index }, place) => {
    const y = top + place * row;
    const label = names === 'full' ? name : short;
    const hits = Array.from({ length: steps }, (_, step) => cells[step * instruments.length + index] as number);
    return (
      `<text x="${left - 4}" y="${y + row / 2 + font / 3}" text-anchor="end">${escapeHtml(label)}</text>` +
      `<path class="line" d="M${left} ${y + row / 2}H${width - 1}"/>${shades(hits, { x: left, y, cell, row, colour: COLOURS[family] })}`
    );
  });
  const frame = `<rect class="frame" x="${left}" y="${top}" width="${steps * cell}" height="${drums.length * row}"/>`;
  const head = `<rect class="playhead" x="${left}" y="${top}" width="${cell}" height="${drums.length * row}" data-cell="${cell}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="roll" viewBox="0 0 ${width} ${height}" style="width:100%;max-width:${Math.round(width * 1.25)}px" font-size="${font}" role="img" aria-label="${escapeHtml(inWords(cells, drums))}">` +
    `${beats.join('')}${rows.join('')}${frame}${head}</svg>`
  );
}

/** The cells of one instrument: one path for each shade. */
function shades(
  hits: readonly number[],
  { x, y, cell, row, colour }: { x: number; y: number; cell: number; row: number; colour: string },
): string {
  const paths = new Map<string, string>();
  for (const [step, value] of hits.entries()) {
    if (!(value >= FAINTEST)) continue;
    const shade = Math.min(1, value).toFixed(1);
    const tall = value >= 0.5 ? row - 2 : (row - 2) / 2;
    const d = `M${x + step * cell + 1} ${y + (row - tall) / 2}h${cell - 1}v${tall}h${1 - cell}z`;
    paths.set(shade, (paths.get(shade) ?? '') + d);
  }
  return [...paths].map(([shade, d]) => `<path fill="${colour}"${shade === '1.0' ? '' : ` fill-opacity="${shade}"`} d="${d}"/>`).join('');
}

/** The bar for a reader who can't see it: `kick 1, 9; snare 5, 13`, in steps from 1. */
function inWords(cells: ArrayLike<number>, drums: readonly Drum[]): string {
  const steps = cells.length / drums.length;
  const parts = drums.flatMap(({ name, index }) => {
    const struck = Array.from({ length: steps }, (_, step) => step).filter((step) => (cells[step * drums.length + index] as number) >= 0.5);
    return struck.length > 0 ? [`${name} ${struck.map((step) => step + 1).join(', ')}`] : [];
  });
  return parts.length > 0 ? `One bar, steps of 16: ${parts.join('; ')}` : 'An empty bar';
}
