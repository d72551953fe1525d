import { renderRolls } from '../rolls/render-rolls.js';
import { escapeHtml } from './escape-html.js';
import { factText } from './facts.js';
import { formatNumber } from './format.js';
import type { Chart, Facts, Figures, Part, Picture, Prose, Table, Verdict } from './parts.js';
import { typeset } from './typeset.js';

/** One part as HTML. All text is escaped; a chart's SVG is taken as it is. */
export function renderPart(part: Part): string {
  return (renderers[part.kind] as (part: Part) => string)(part);
}

const caption = (title: string, text?: string) =>
  `<figcaption><b>${typeset(title)}</b>${text === undefined ? '' : ` ${typeset(text)}`}</figcaption>`;

/** Whether a cell is a number, or a dash in the place of one, whatever stands beside it. */
const isFigure = (cell: string | number | undefined) => typeof cell === 'number' || /^[+\-−]?[\d.–∞]/.test(cell ?? '–');

const renderers = {
  prose: ({ text }: Prose) => `<p>${typeset(text)}</p>`,

  verdict: ({ tone, headline, text }: Verdict) =>
    `<div class="verdict ${tone}"><strong>${typeset(headline)}</strong><p>${typeset(text)}</p></div>`,

  figures: ({ figures }: Figures) => {
    const cells = figures.map(
      ({ name, value, note = '' }) =>
        `<div><dt>${typeset(name)}</dt><dd>${typeset(value)}</dd><dd class="note">${typeset(note)}</dd></div>`,
    );
    return `<dl class="figures">${cells.join('')}</dl>`;
  },

  chart: ({ svg, title, caption: text, wide }: Chart) =>
    `<figure class="chart${wide ? ' wide' : ''}">${caption(title, text)}<div class="scroll">${svg}</div></figure>`,

  picture: ({ uri, width, height, title, caption: text, look = 'photo', wide }: Picture) =>
    `<figure class="picture${wide ? ' wide' : ''}">${caption(title, text)}<div class="scroll"><img class="${look}" src="${escapeHtml(uri)}" width="${width}" height="${height}" alt="${escapeHtml(title)}"></div></figure>`,

  table: ({ title, columns, rows, caption: note }: Table) => {
    const text = columns.map((_, i) => i > 0 && !rows.every((cells) => isFigure(cells[i])));
    const row = (cells: readonly (string | number)[], tag: 'td' | 'th') => {
      const each = cells.map((cell, i) => {
        const [name, scope] = i === 0 ? ['th', ` scope="${tag === 'th' ? 'col' : 'row'}"`] : [tag, text[i] ? ' class="text"' : ''];
        return `<${name}${scope}>${typeset(typeof cell === 'number' ? formatNumber(cell) : cell)}</${name}>`;
      });
      return `<tr>${each.join('')}</tr>`;
    };
    return `<figure class="table wide">${caption(title, note)}<div class="scroll"><table><thead>${row(columns, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div></figure>`;
  },

  rolls: renderRolls,

  facts: ({ title, facts }: Facts) => {
    const rows = Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `<div><dt>${typeset(name)}</dt><dd>${typeset(factText(value))}</dd></div>`);
    return `<figure class="facts wide">${caption(title)}<dl>${rows.join('')}</dl></figure>`;
  },
} satisfies Record<Part['kind'], unknown>;
