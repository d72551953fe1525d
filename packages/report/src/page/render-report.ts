import { playerHash, playerScript } from '../rolls/player.js';
import { escapeHtml } from './escape-html.js';
import type { Part, ReportData, Section } from './parts.js';
import { readReport } from './read-report.js';
import { renderPart } from './render-part.js';
import { style } from './style.js';
import { typeset } from './typeset.js';

/**
 * A report as one self-contained HTML page: nothing fetched, light and dark, readable on a phone. A page without bars of drums has no
 * script; one with them has the script that plays them, and its security policy allows no other.
 *
 * Use it for a report of one's own, made of parts; `ganReport` makes that of a GAN's training. All text is escaped.
 *
 * @throws TypeError or RangeError that names the part that is wrong: `renderReport.sections[0].parts[1].kind: expected ...`.
 *
 * @example
 * ```ts
 * import { lineChart, renderReport } from '@genlab/report';
 *
 * const svg = await lineChart({ yTitle: 'loss', series: [{ name: 'loss', steps: [1, 2, 3], values: [3, 2, 1.5] }] });
 * const html = renderReport({
 *   title: 'A small run',
 *   sections: [{ title: 'Training', parts: [{ kind: 'chart', title: 'Loss.', svg }] }],
 * });
 * console.log(html.length < 20_000); // true
 * ```
 */
export function renderReport(data: ReportData): string {
  const { title, subtitle, sections, refreshSeconds } = readReport(data, 'renderReport');
  const head = `<h1>${typeset(title)}</h1>${subtitle === undefined ? '' : `<p class="subtitle">${typeset(subtitle)}</p>`}`;
  const body = sections.filter(({ parts }) => parts.length > 0).map(renderSection);
  const plays = sections.some(({ parts }) => parts.some(({ kind }) => kind === 'rolls'));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'${plays ? `; script-src '${playerHash}'` : ''}">
<link rel="icon" href="data:,">${refreshSeconds === undefined ? '' : `\n<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>${head}</header>
${body.join('\n')}
<footer>Made by GenLab.</footer>${plays ? `\n<script>${playerScript}</script>` : ''}
</body>
</html>
`;
}

function renderSection({ title, parts }: Section): string {
  return `<section><h2>${typeset(title)}</h2><div class="parts">\n${together(parts).join('\n')}\n</div></section>`;
}

/** Renders the parts in order; small pictures and charts in a row share a gallery. */
function together(parts: readonly Part[]): string[] {
  const small = (part: Part | undefined) => (part?.kind === 'picture' && !part.wide) || (part?.kind === 'chart' && part.small);
  return parts.map((part, i) => {
    if (!small(part)) return renderPart(part);
    return `${small(parts[i - 1]) ? '' : '<div class="gallery">'}${renderPart(part)}${small(parts[i + 1]) ? '' : '</div>'}`;
  });
}
