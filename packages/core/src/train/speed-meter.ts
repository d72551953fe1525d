/** When a step was done, in seconds. */
interface Mark {
  readonly at: number;
  readonly step: number;
}

/** Long enough for what goes on between the steps, such as an evaluation of some seconds, to be a part of it and not most of it. */
const WINDOW_SECONDS = 20;
const MARK_SECONDS = 0.25;

/** Steps a second over the last seconds: evaluations in between count, the slow first steps soon do not. */
export class SpeedMeter {
  readonly #start: number;
  readonly #marks: [Mark, ...Mark[]];
  #last: Mark;

  /** Begins at a step, with the seconds that the steps before it took. */
  constructor({ step = 0, seconds = 0 }: { readonly step?: number; readonly seconds?: number } = {}) {
    this.#start = performance.now() - 1_000 * seconds;
    this.#last = { at: seconds, step };
    this.#marks = [this.#last];
  }

  /** Seconds of training so far. */
  get seconds(): number {
    return (performance.now() - this.#start) / 1_000;
  }

  /** Notes that a step is done. */
  tick(step: number): void {
    const at = this.seconds;
    this.#last = { at, step };
    if (at - (this.#marks.at(-1) as Mark).at >= MARK_SECONDS) this.#marks.push(this.#last);
    while (this.#marks[1] && at - this.#marks[1].at > WINDOW_SECONDS) this.#marks.shift();
  }

  /** The present speed; 0 before the first step. */
  get stepsPerSecond(): number {
    const [first] = this.#marks;
    return this.#last.at === first.at ? 0 : (this.#last.step - first.step) / (this.#last.at - first.at);
  }
}
