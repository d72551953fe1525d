const WINDOW_SECONDS = 5;

/** Steps a second over the last few seconds: evaluations in between count, the slow first steps soon do not. */
export class SpeedMeter {
  readonly #start: number;
  readonly #marks: { readonly at: number; readonly step: number }[];

  /** Begins at a step, with the seconds that the steps before it took. */
  constructor({ step = 0, seconds = 0 }: { readonly step?: number; readonly seconds?: number } = {}) {
    this.#start = performance.now() - 1_000 * seconds;
    this.#marks = [{ at: seconds, step }];
  }

  /** Seconds of training so far. */
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
