/**
 * Weighted note-to-beat distance: the mean over the onsets, ascending, of 0 on a beat, else of 1 / d, or of 2 / d for a note that sounds on
 * over the next beat and ends before the one after. d: distance to the nearest beat, in beats. A note ends where the next begins, round the
 * bar.
 */
export function wnbd(onsets: readonly number[], steps: number, beat: number): number {
  let sum = 0;
  onsets.forEach((onset, i) => {
    const end = onsets[i + 1] ?? onsets[0]! + steps;
    const sinceBeat = onset % beat;
    if (sinceBeat === 0) return;
    const nextBeat = onset - sinceBeat + beat;
    const isTied = end > nextBeat && end < nextBeat + beat;
    sum += ((isTied ? 2 : 1) * beat) / Math.min(sinceBeat, beat - sinceBeat);
  });
  return onsets.length === 0 ? 0 : sum / onsets.length;
}
