import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../page/render-report.js';
import { drumsOf } from './drums.js';
import { playerHash, playerScript } from './player.js';
import { renderRolls } from './render-rolls.js';
import { roll } from './roll.js';

const instruments = ['kick', 'snare', 'closed hat', 'open hat', 'low tom', 'high tom', 'crash', 'ride', 'clap'];
const bar = (...hits: readonly [step: number, instrument: number, value: number][]) => {
  const cells = new Float32Array(144);
  for (const [step, instrument, value] of hits) cells[step * 9 + instrument] = value;
  return cells;
};

describe('roll', () => {
  it('has the cymbals on top and the kick at the bottom, as drummers write them', () => {
    expect(drumsOf(instruments).map(({ short }) => short)).toEqual(['CC', 'RD', 'OH', 'CH', 'CP', 'HT', 'LT', 'SD', 'BD']);
    const svg = roll(bar(), { instruments });
    expect([...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, name]) => name)).toEqual([
      ...['crash', 'ride', 'open hat', 'closed hat', 'clap', 'high tom', 'low tom', 'snare', 'kick'],
    ]);
  });

  it('numbers the beats, and shades a hit by its value; what is surely not played is not drawn', () => {
    const svg = roll(bar([0, 0, 1], [4, 1, 0.7], [6, 1, 0.3], [8, 1, 0.05]), { instruments });
    expect([...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, beat]) => beat)).toEqual(['1', '2', '3', '4']);
    const hits = [...svg.matchAll(/<path fill="var\(--series-1\)"( fill-opacity="([^"]*)")? d="M([\d.]+) [\d.]+h13v([\d.]+)/g)];
    expect(hits.map(([, , shade = '1', x, height]) => [Number(shade), Number(x), Number(height)])).toEqual([
      [0.7, 62 + 4 * 14 + 1, 11],
      [0.3, 62 + 6 * 14 + 1, 5.5],
      [1, 63, 11],
    ]);
  });

  it('says in words what it shows', () => {
    expect(roll(bar([0, 0, 1], [8, 0, 0.6], [3, 7, 0.2]), { instruments })).toContain('aria-label="One bar, steps of 16: kick 1, 9"');
    expect(roll(bar(), { instruments })).toContain('aria-label="An empty bar"');
  });
});

describe('rolls', () => {
  const part = {
    kind: 'rolls',
    title: 't',
    instruments,
    bars: [{ cells: bar([0, 0, 1], [1, 1, 0.5], [2, 2, 0.4]), name: 'jazz 1' }],
  } as const;

  it('have a button each, which holds what is to be played', () => {
    const cells = /data-bar="([^"]*)"/.exec(renderRolls(part))?.[1] as string;
    expect(cells).toHaveLength(144);
    expect([cells[0], cells[9 + 1], cells[18 + 2]]).toEqual(['f', '8', '0']);
    expect(cells.replaceAll('0', '')).toBe('f8');
    expect(renderRolls(part)).toContain('aria-label="Play jazz 1"');
  });

  it('bring the one script that the page allows', () => {
    const html = renderReport({ title: 'a', sections: [{ title: 'b', parts: [part] }] });
    expect(html).toContain(`script-src '${playerHash}'">`);
    expect(html.split('<script>')[1]?.split('</script>')[0]).toBe(playerScript);
    expect(playerHash).toBe(`sha256-${createHash('sha256').update(playerScript).digest('base64')}`);
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });
});
