import { expect, test } from 'vitest';
import { ThreadChoice } from './thread-choice.js';

/** How many of so many runs are shared, if a run takes so many milliseconds on all threads and on one, and so many pass between two. */
function sharedOf(
  choice: ThreadChoice,
  runs: number,
  { shared, alone, pause = 0 }: { shared: number; alone: number; pause?: number },
): number {
  let count = 0;
  let now = 0;
  for (let i = 0; i < runs; i++) {
    const isShared = choice.shared(now);
    if (isShared) count++;
    const end = now + (isShared ? shared : alone);
    choice.took(now, end);
    now = end + pause;
  }
  return count;
}

test('a program that gains by threads is shared, but for four runs of a trial', () => {
  expect(sharedOf(new ThreadChoice(), 100, { shared: 1, alone: 1.8 })).toBe(96);
});

test('a program that loses by threads runs on one after the first four runs', () => {
  expect(sharedOf(new ThreadChoice(), 72, { shared: 4, alone: 2 })).toBe(4);
});

test('the choice follows when the machine changes', () => {
  const choice = new ThreadChoice();
  sharedOf(choice, 72, { shared: 4, alone: 2 });
  expect(sharedOf(choice, 8, { shared: 1, alone: 2 })).toBe(4);
  expect(sharedOf(choice, 64, { shared: 1, alone: 2 })).toBe(64);
});

test('trials become rarer while they change nothing', () => {
  // A trial each after 0, 136, 400, 920, 1952 and 2984 runs: twice as long a rest from one to the next, up to 1024.
  expect(sharedOf(new ThreadChoice(), 3000, { shared: 1, alone: 1 })).toBe(3000 - 6 * 4);
});

test('a long program is always shared', () => {
  expect(sharedOf(new ThreadChoice(), 1000, { shared: 140, alone: 120 })).toBe(1000);
});

test('a program of less than 2 ms runs on one thread after a pause, a longer one does not', () => {
  expect(sharedOf(new ThreadChoice(), 100, { shared: 0.9, alone: 1.8, pause: 100 })).toBe(1);
  expect(sharedOf(new ThreadChoice(), 100, { shared: 2.5, alone: 4, pause: 100 })).toBe(96);
  expect(sharedOf(new ThreadChoice(), 100, { shared: 130, alone: 240, pause: 100 })).toBe(100);
});
