const WINDOW_SECONDS = 5;

/** Steps a second over the last few seconds: evaluations in between count, the slow first steps soon do not. */
export class SpeedMeter {
  readonly #start = performance.now();
  readonly #marks: { readonly at: number; readonly step: number }[] = [{ at: 0, step: 0 }];

  /** Seconds since the meter was made. */
  get seconds(): number {
    return (performance.now() - this.#start) / 1_000;
  }

  /** Notes that a step is done. */
  tick(step: number): void {
    const at = this.seconds;
    this.#marks.push({ at, step });
    while (this.#marks.length > 2 && at - (this.#marks[1]?.at ?? at) > WINDOW_SECONDS) this.#marks.shift();
  }

  /** The present speed; 0 before the first step. */
  get stepsPerSecond(): number {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || last.at === first.at) return 0;
    return (last.step - first.step) / (last.at - first.at);
  }
}
