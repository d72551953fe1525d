/**
 * The style sheet of a report: light and dark by the reader's preference, readable from 360 pixels up. The colours of charts are its
 * variables.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fdfdfb; --ink: #1d1f22; --soft: #62676f; --rule: #c9ccd1; --grid: #e9eaec; --panel: #f4f4f1;
  --series-1: #2f5d8c; --series-2: #c2681c; --series-3: #3d8a62; --series-4: #8a4f9e; --series-5: #b0335f; --series-6: #77762a; --good: #2e7d4f; --bad: #b3372f; --unclear: #9a7413;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181b; --ink: #e6e5e1; --soft: #9a9fa8; --rule: #4a4f57; --grid: #2a2d32; --panel: #1e2125;
    --series-1: #7fb0e3; --series-2: #eda05a; --series-3: #74c69d; --series-4: #c79ad8; --series-5: #f08fb0; --series-6: #c9c66b; --good: #74c69d; --bad: #ef8379; --unclear: #dfb95a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif; font-variant-numeric: tabular-nums;
}
h1 { margin: 0; font-size: 2rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
.subtitle { margin: 0.4rem 0 0; color: var(--soft); font-size: 1.05rem; }
h2 { margin: 0 0 0.9rem; font-size: 1.25rem; font-weight: 600; }
section { margin-top: 2.6rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); }
.parts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); gap: 1.6rem 2rem; align-items: start; }
.parts > *, .gallery { margin: 0; min-width: 0; }
.parts > p, .wide, .figures, .verdict, .gallery { grid-column: 1 / -1; }
p { max-width: 44rem; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1.1rem 1.2rem; }
.gallery figure { margin: 0; }
figure, .figures, .facts { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
figcaption { margin-bottom: 0.5rem; font-size: 0.82rem; line-height: 1.45; color: var(--soft); max-width: 46rem; }
figcaption b { color: var(--ink); font-weight: 600; }
.scroll { overflow-x: auto; }
.scroll svg { display: block; }
svg text { paint-order: stroke; }
.chart.wide svg { min-width: 44rem; }
img { display: block; width: 100%; height: auto; image-rendering: pixelated; }
img.ink { filter: invert(1); mix-blend-mode: multiply; }
.verdict { padding: 0.9rem 1.1rem; background: var(--panel); border-left: 3px solid var(--unclear); }
.verdict.good { border-color: var(--good); }
.verdict.bad { border-color: var(--bad); }
.verdict p { margin: 0.3rem 0 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1.2rem 1.5rem; }
.figures dt { font-size: 0.8rem; color: var(--soft); }
.figures dd { margin: 0; font-size: 1.55rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
.figures dd.note { font-size: 0.78rem; line-height: 1.35; font-weight: 400; letter-spacing: 0; color: var(--soft); }
table { border-collapse: collapse; font-size: 0.85rem; min-width: 60%; }
th, td { padding: 0.3rem 1.4rem 0.3rem 0; text-align: right; white-space: nowrap; font-weight: 400; }
th:first-child, .text { text-align: left; }
.text { min-width: 14rem; padding-left: 0.6rem; white-space: normal; }
thead th { color: var(--soft); border-bottom: 1px solid var(--rule); }
tbody tr + tr > * { border-top: 1px solid var(--grid); }
.facts dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: 0 2rem; font-size: 0.82rem; }
.facts dl div { display: flex; justify-content: space-between; gap: 1rem; padding: 0.28rem 0; border-bottom: 1px solid var(--grid); }
.facts dt { color: var(--soft); white-space: nowrap; }
.facts dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.rolls .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16.5rem), 1fr)); gap: 0.9rem 1.1rem; }
.rolls.short .grid { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.7rem 0.8rem; }
.rolls .grid figure { margin: 0; }
.rolls .grid figcaption { display: flex; gap: 0.45rem; align-items: baseline; margin: 0.15rem 0 0; font-size: 0.78rem; line-height: 1.3; }
.rolls .grid b + span, .rolls .grid b:has(+ span) { white-space: nowrap; }
.rolls .good { color: var(--good); } .rolls .bad { color: var(--bad); }
.roll text { fill: var(--soft); }
.roll .beat { fill: var(--panel); } .roll .line { stroke: var(--grid); } .roll .frame { fill: none; stroke: var(--rule); }
.roll .playhead { display: none; fill: var(--ink); fill-opacity: 0.16; } .playing .playhead { display: block; }
button { flex: none; width: 1.5rem; height: 1.5rem; padding: 0; border: 1px solid var(--rule); border-radius: 50%; background: none; color: var(--ink); font-size: 0.6rem; line-height: 1; cursor: pointer; }
button::before { content: "\\25B6\\FE0E"; } button[aria-pressed]::before { content: "\\25A0"; } button:hover { background: var(--panel); }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.85rem; }
@media (prefers-color-scheme: dark) { img.ink { filter: none; mix-blend-mode: screen; } }
@media (max-width: 480px) { body { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.6rem; } .gallery, .figures { grid-template-columns: repeat(2, 1fr); } .picture.wide img { min-width: 40rem; } }
@media print { body { max-width: none; } section { break-inside: avoid; } }
`;
