import { meanScore } from '../uncertainty/mean-score.js';
import type { Score } from '../wilson.js';
import { type Bits, has } from './bits.js';
import { lhl, metricWeights } from './syncopation.js';

/** What the steps of the bars are like: how many have an onset, and how syncopated the instruments are, added up. */
export function metre(bars: Bits, steps: number, instruments: number): { stepDensity: Score; syncopation?: Score } {
  const weights = Number.isInteger(Math.log2(steps)) ? metricWeights(steps) : undefined;
  const filled = new Float64Array(bars.n);
  const syncopations = new Float64Array(bars.n);
  for (let bar = 0; bar < bars.n; bar++) {
    const sounding = new Set<number>();
    for (let instrument = 0; instrument < instruments; instrument++) {
      const onsets: number[] = [];
      for (let step = 0; step < steps; step++) if (has(bars, bar, step * instruments + instrument)) onsets.push(step);
      for (const step of onsets) sounding.add(step);
      if (weights) syncopations[bar]! += lhl(onsets, weights);
    }
    filled[bar] = sounding.size / steps;
  }
  return { stepDensity: meanScore(filled), syncopation: weights && meanScore(syncopations) };
}
