import { parse, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';
import { escapeHtml } from '../page/escape-html.js';

/** A chart as SVG text. Its colours are CSS variables of the report's style sheet, so that one text serves light and dark pages. */
export type Svg = string;

/** One layer of a chart, as Vega-Lite has it. */
export type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>['layer'][number];

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

const config: Config = {
  aria: false, // the chart as a whole carries a label; one on every mark would be most of the file
  background: undefined,
  font: FONT,
  padding: 2,
  view: { stroke: null },
  axis: {
    domainColor: 'var(--rule)',
    gridColor: 'var(--grid)',
    labelColor: 'var(--soft)',
    labelFontSize: 11,
    labelPadding: 4,
    tickColor: 'var(--rule)',
    tickSize: 4,
    titleColor: 'var(--soft)',
    titleFontSize: 11,
    titleFontWeight: 'normal',
  },
  axisX: { grid: false, titleAnchor: 'end' },
  axisY: { domain: false, ticks: false, titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleY: -8, titleX: 0 },
  legend: {
    labelColor: 'var(--ink)',
    labelFontSize: 11,
    offset: 26, // clear of the title of the y axis, which Vega does not count in
    orient: 'top',
    padding: 0,
    symbolOpacity: 1,
    symbolStrokeWidth: 2.5,
    symbolType: 'stroke',
    title: null,
  },
  // The stroke is the page's colour, and drawn below the fill: what is written across a curve stays readable.
  text: { fill: 'var(--soft)', fontSize: 11, stroke: 'var(--page)', strokeWidth: 3 },
};

/** Draws a Vega-Lite chart as SVG text that scales with its container. @param label what a reader who can't see it is told. */
export async function drawSvg(spec: TopLevelSpec, label: string): Promise<Svg> {
  const view = new View(parse(compile(spec, { config }).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return (
      svg
        .replace(/^<svg [^>]*viewBox="([^"]*)"[^>]*>/, (_, box: string) => {
          const width = box.split(' ')[2];
          return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" style="width:100%;max-width:${width}px" role="img" aria-label="${escapeHtml(label)}">`;
        })
        // A tenth of a pixel is enough, and half the size.
        .replace(/ (?:d|transform)="[^"]*"/g, (geometry) => geometry.replace(/(\.\d)\d+/g, '$1'))
    );
  } finally {
    view.finalize();
  }
}
