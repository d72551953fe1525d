import { escapeHtml } from '../page/escape-html.js';
import type { Rolls } from '../page/parts.js';
import { typeset } from '../page/typeset.js';
import { roll } from './roll.js';

/** A set of bars as HTML: each a piano roll with a button that plays it. */
export function renderRolls({ title, caption, instruments, names = 'full', columns, bars }: Rolls): string {
  const figures = bars.map(({ cells, name, note, tone }) => {
    const text = `<b>${typeset(name)}</b>${note === undefined ? '' : ` <span class="${tone ?? ''}">${typeset(note)}</span>`}`;
    const button = `<button type="button" data-bar="${encodeCells(cells)}" aria-label="Play ${escapeHtml(name)}"></button>`;
    return `<figure>${roll(cells, { instruments, names })}<figcaption>${button}<span>${text}</span></figcaption></figure>`;
  });
  const fixed =
    columns === undefined ? '' : ` style="grid-template-columns:repeat(${columns},minmax(${names === 'full' ? 15 : 9.5}rem,1fr))"`;
  return (
    `<figure class="rolls wide ${names}" data-instruments="${escapeHtml(instruments.join(','))}">` +
    `<figcaption><b>${typeset(title)}</b>${caption === undefined ? '' : ` ${typeset(caption)}`}</figcaption>` +
    `<div class="scroll"><div class="grid"${fixed}>${figures.join('\n')}</div></div></figure>`
  );
}

/** Cells as one hexadecimal digit each: how hard it is struck, 0 for those that are not. */
function encodeCells(cells: ArrayLike<number>): string {
  return Array.from(cells, (value) => (value >= 0.5 ? Math.round(15 * Math.min(1, value)).toString(16) : '0')).join('');
}
