import { describe, expect, it } from 'vitest';
import { escapeHtml } from './escape-html.js';
import { formatNumber, formatSeconds, formatShare } from './format.js';
import type { Part } from './parts.js';
import { renderReport } from './render-report.js';

const attack = `<img src=x onerror="alert('1')">&`;
const everyPart: Part[] = [
  { kind: 'prose', text: attack },
  { kind: 'verdict', tone: 'bad', headline: attack, text: attack },
  {
    kind: 'figures',
    figures: [
      { name: attack, value: attack, note: attack },
      { name: 'n', value: '1' },
    ],
  },
  { kind: 'chart', svg: '<svg></svg>', title: attack, caption: attack, wide: true },
  { kind: 'picture', uri: `data:${attack}`, width: 1, height: 2, title: attack, caption: attack },
  { kind: 'picture', uri: 'data:,', width: 1, height: 2, title: 'b', look: 'ink' },
  { kind: 'table', title: attack, columns: [attack, 'b'], rows: [[attack, 1]] },
  { kind: 'rolls', title: attack, caption: attack, instruments: [attack, 'kick'], bars: [{ cells: [1, 0], name: attack, note: attack }] },
  { kind: 'facts', title: attack, facts: { [attack]: attack, object: { a: attack }, absent: undefined, nothing: null } },
];

describe('renderReport', () => {
  it('escapes all text, in every kind of part', () => {
    const html = renderReport({ title: attack, subtitle: attack, sections: [{ title: attack, parts: everyPart }] });
    expect(html).not.toContain('<img src=x');
    expect(html).not.toMatch(/onerror="/);
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
  });

  it('loads itself anew where it is told to, and else stays as it is', () => {
    expect(renderReport({ title: 'a', sections: [], refreshSeconds: 20 })).toContain('<meta http-equiv="refresh" content="20">');
    expect(renderReport({ title: 'a', sections: [] })).not.toContain('http-equiv="refresh"');
  });

  it('needs no network and no script, and forbids both', () => {
    const html = renderReport({ title: 'a', sections: [{ title: 'b', parts: everyPart.filter(({ kind }) => kind !== 'rolls') }] });
    expect(html).not.toMatch(/<script|https?:\/\//);
    expect(html).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('width=device-width');
  });

  it('leaves out sections without parts, and facts without a value', () => {
    const html = renderReport({
      title: 'a',
      sections: [
        { title: 'empty', parts: [] },
        { title: 'full', parts: everyPart },
      ],
    });
    expect(html).not.toContain('empty');
    expect(html).not.toContain('absent');
    expect(html).toContain('<dt>nothing</dt><dd>–</dd>');
  });

  it('puts small pictures that follow one another into one gallery', () => {
    const picture: Part = { kind: 'picture', uri: 'data:,', width: 1, height: 1, title: 'p' };
    const html = renderReport({ title: 'a', sections: [{ title: 'b', parts: [picture, picture, { ...picture, wide: true }, picture] }] });
    expect(html.match(/<div class="gallery">/g)).toHaveLength(2);
    expect(html.match(/<div/g)).toHaveLength(html.match(/<\/div>/g)?.length as number);
  });
});

describe('text of a page', () => {
  const pageOf = (...parts: Part[]) => renderReport({ title: 'a', sections: [{ title: 'b', parts }] });

  it('keeps a percent sign on the line of its number, wherever it stands', () => {
    const text = 'above 95 % of them';
    const html = pageOf(
      { kind: 'prose', text },
      { kind: 'verdict', tone: 'good', headline: text, text },
      { kind: 'figures', figures: [{ name: text, value: text, note: text }] },
      { kind: 'table', title: text, caption: text, columns: ['a'], rows: [[text]] },
      { kind: 'rolls', title: text, instruments: ['kick'], bars: [{ cells: [1], name: 'c', note: text }] },
    );
    expect(html.split('above 95\u00A0% of them')).toHaveLength(12);
    expect(html).not.toContain('95 %');
  });

  it('writes numbers of a table as everywhere else', () => {
    expect(pageOf({ kind: 'table', title: 't', columns: ['a', 'b'], rows: [[2600, -0.5]] })).toContain(
      '<th scope="row">2,600</th><td>−0.500</td>',
    );
  });

  it.each([
    [{ steps: 1200 }, 'steps 1,200'],
    [[4, 12], '4, 12'],
    [{ beta1: 0.5, epsilon: 1e-7 }, 'beta1 0.5, epsilon 0.0000001'],
    [{ filters: [64, 32], normalization: 'batch', dropout: undefined }, 'filters 64, 32; normalization batch'],
    [[{ weight: 2, warmUp: 0 }, { weight: 1 }], 'weight 2, warmUp 0; weight 1'],
    [false, 'false'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('says the setting %j in words', (value, words) => {
    expect(pageOf({ kind: 'facts', title: 't', facts: { value } })).toContain(`<dt>value</dt><dd>${words}</dd>`);
  });
});

describe('escapeHtml', () => {
  it('leaves harmless text alone, and takes any value', () => {
    expect(escapeHtml('Ä, 1 and 2')).toBe('Ä, 1 and 2');
    expect(escapeHtml(3)).toBe('3');
    expect(escapeHtml(undefined)).toBe('undefined');
  });
});

describe('formats', () => {
  it.each([
    [0, '0'],
    [12_345, '12,345'],
    [1234.5, '1,235'],
    [123.4, '123'],
    [12.34, '12.3'],
    [1.234, '1.23'],
    [0.1234, '0.123'],
    [0.00012, '1.2e−4'],
    [-1.5, '−1.50'],
    [-1234, '−1,234'],
    [10.02, '10.0'],
    [undefined, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('number %d is %s', (value, text) => expect(formatNumber(value)).toBe(text));
  it.each([
    [0, '0\u00A0%'],
    [0.051, '5.1\u00A0%'],
    [0.5, '50\u00A0%'],
    [0.934, '93.4\u00A0%'],
    [1, '100\u00A0%'],
    [undefined, '–'],
  ])('share %d is %s', (value, text) => expect(formatShare(value)).toBe(text));
  it.each([
    [3.21, '3.2 s'],
    [61, '61 s'],
    [9.96, '10 s'],
    [437, '7 min 17 s'],
    [119.7, '2 min 0 s'],
    [7_300, '2 h 1 min'],
  ])('%d seconds are %s', (value, text) => expect(formatSeconds(value)).toBe(text));
});
