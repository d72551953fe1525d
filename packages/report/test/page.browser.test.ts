import { describe, expect, it } from 'vitest';
import type { Part } from '../src/page/parts.js';
import { renderReport } from '../src/page/render-report.js';

// A black pixel, as a PNG.
const uri = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
const wideSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 200" style="width:100%;max-width:860px"><rect width="860" height="200" fill="var(--series-1)"/></svg>';
const long = 'word '.repeat(60);
const parts: Part[] = [
  { kind: 'verdict', tone: 'good', headline: 'Fine', text: long },
  { kind: 'figures', figures: Array.from({ length: 6 }, (_, i) => ({ name: `Figure ${i}`, value: '25 of 26', note: long })) },
  { kind: 'chart', svg: wideSvg, title: 'Wide', caption: long, wide: true },
  { kind: 'chart', svg: wideSvg, title: 'Narrow', caption: long },
  { kind: 'picture', uri, width: 600, height: 80, title: 'Wide', wide: true, look: 'ink' },
  { kind: 'picture', uri, width: 60, height: 60, title: 'Small' },
  {
    kind: 'table',
    title: 'Table',
    columns: Array.from({ length: 12 }, (_, i) => `column ${i}`),
    rows: [Array.from({ length: 12 }, () => 123_456)],
  },
  { kind: 'facts', title: 'Facts', facts: { long: 'x'.repeat(300), short: 1 } },
];

async function open(width: number): Promise<{ page: Document; frame: HTMLIFrameElement }> {
  const frame = document.createElement('iframe');
  Object.assign(frame.style, { width: `${width}px`, height: '800px', border: '0' });
  frame.srcdoc = renderReport({ title: 'A report', sections: [{ title: 'All', parts }] });
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  return { page: frame.contentDocument as Document, frame };
}

describe.each([360, 390, 1200])('a report in a window of %i pixels', (width) => {
  it('fits: nothing but its own boxes scrolls sideways', async () => {
    const { page, frame } = await open(width);
    expect(page.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    frame.remove();
  });

  it('shows its pictures and colours under its own security policy', async () => {
    const { page, frame } = await open(width);
    expect([...page.images].map((image) => image.naturalWidth)).toEqual([1, 1]);
    const rect = page.querySelector('rect') as SVGRectElement;
    const view = page.defaultView as Window;
    expect(view.getComputedStyle(rect).fill).toMatch(/^rgb\((47, 93, 140|127, 176, 227)\)$/);
    frame.remove();
  });
});
