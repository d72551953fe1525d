import { CELLS, INSTRUMENTS } from './data/bars.js';

const KICK = INSTRUMENTS.indexOf('kick');
const COMPARED = 100;

/**
 * The study's "validity" of a bar: 1, or 0 if it is empty; times 0.8 if more than half of its cells are struck, 0.7 without a kick, 0.8 if
 * its halves agree in under 30 % of their cells. Two silent halves agree in all of theirs, so nearly everything scores 1.
 */
export function studyValidity(bar: ArrayLike<number>): number {
  const struck = Array.from(bar).filter((cell) => cell > 0).length;
  if (struck === 0) return 0;
  const half = CELLS / 2;
  const agreeing = Array.from({ length: half }, (_, cell) => cell).filter((cell) => bar[cell] === bar[half + cell]).length;
  const kicks = Array.from(bar).some((cell, at) => cell > 0 && at % INSTRUMENTS.length === KICK);
  return (struck / CELLS > 0.5 ? 0.8 : 1) * (kicks ? 1 : 0.7) * (agreeing / half < 0.3 ? 0.8 : 1);
}

/** The study's "diversity": the mean share of cells in which two of the first 100 bars differ. Noise scores 0.5, any music less. */
export function studyDiversity(patterns: ArrayLike<number>): number {
  const count = Math.min(COMPARED, patterns.length / CELLS);
  let [sum, pairs] = [0, 0];
  for (let one = 0; one < count; one++) {
    for (let other = one + 1; other < count; other++) {
      for (let cell = 0; cell < CELLS; cell++) sum += patterns[one * CELLS + cell] === patterns[other * CELLS + cell] ? 0 : 1;
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / (pairs * CELLS);
}
