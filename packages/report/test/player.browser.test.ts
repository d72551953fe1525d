import { expect, it } from 'vitest';
import { renderReport } from '../src/page/render-report.js';

it('a click on a bar plays it, shows where it is, and a second click stops it', async () => {
  const frame = document.createElement('iframe');
  const instruments = ['kick', 'snare', 'closed hat', 'open hat', 'low tom', 'high tom', 'crash', 'ride', 'clap'];
  const bars = ['one', 'two'].map((name) => ({ cells: new Array(144).fill(1), name }));
  frame.srcdoc = renderReport({ title: 'a', sections: [{ title: 'b', parts: [{ kind: 'rolls', title: 'c', instruments, bars }] }] });
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument as Document;
  const errors: unknown[] = [];
  frame.contentWindow?.addEventListener('error', (event) => errors.push(event.message));
  const [one, two] = page.querySelectorAll('button') as unknown as [HTMLButtonElement, HTMLButtonElement];
  const pressed = () => [one, two].map((button) => button.getAttribute('aria-pressed') === 'true');

  one.click();
  expect(pressed()).toEqual([true, false]);
  const head = page.querySelector('.playing .playhead') as SVGRectElement;
  expect(frame.contentWindow?.getComputedStyle(head).display).toBe('block');
  two.click();
  expect(pressed()).toEqual([false, true]);
  two.click();
  expect(pressed()).toEqual([false, false]);
  expect(page.querySelector('.playing')).toBeNull();
  expect(errors).toEqual([]);
  frame.remove();
});
