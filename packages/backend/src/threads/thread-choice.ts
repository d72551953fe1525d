/** Runs of one kind in a trial. The first of them does not count: it may have to wake the threads. */
const TRIAL = 4;
/** Runs until the next trial, and how many that can become while trials change nothing. */
const FIRST_REST = 64;
const LONGEST_REST = 1024;
/** How much faster the other way must be. */
const GAIN = 0.95;
/** A program that takes longer, in milliseconds, is always shared: what handing over its jobs costs is nothing to it. */
const LONG = 20;
/** After so many milliseconds without a run the threads sleep. */
const PAUSE = 5;
/** A program that takes less, in milliseconds, is not shared then: it ends while they wake up. */
const SHORT = 2;

/**
 * Decides, run by run, whether a program is shared among threads or done by one alone, which gives the same bits: by timing both from time
 * to time. Small programs lose by sharing where the processors are busy with something else.
 */
export class ThreadChoice {
  private chosen = true;
  private run = 0;
  private rest = FIRST_REST;
  /** Milliseconds of the runs of a trial that count: as chosen, and the other way. */
  private times: [chosen: number, other: number] = [0, 0];
  /** When the last run ended, and how long it took. */
  private ended = Number.NEGATIVE_INFINITY;
  private last = Number.POSITIVE_INFINITY;

  /** Whether a run that starts now, in milliseconds, is to be shared. */
  shared(now: number): boolean {
    if (this.isPaused(now)) return false;
    return this.run >= TRIAL && this.run < 2 * TRIAL ? !this.chosen : this.chosen;
  }

  /** Tells when a run began and ended. */
  took(start: number, end: number): void {
    if (!this.isPaused(start)) this.count(end - start);
    this.ended = end;
    this.last = end - start;
  }

  private isPaused(now: number): boolean {
    return now - this.ended > PAUSE && this.last < SHORT;
  }

  private count(ms: number): void {
    const half = this.run < TRIAL ? 0 : 1;
    if (this.run < 2 * TRIAL && this.run % TRIAL > 0) this.times[half] += ms;
    this.run++;
    if (this.run === TRIAL && this.chosen && this.times[0] > LONG * (TRIAL - 1)) this.run = 2 * TRIAL;
    else if (this.run === 2 * TRIAL) this.decide();
    if (this.run === 2 * TRIAL + this.rest) {
      this.run = 0;
      this.times = [0, 0];
    }
  }

  private decide(): void {
    const better = this.times[1] < GAIN * this.times[0];
    if (better) this.chosen = !this.chosen;
    this.rest = better ? FIRST_REST : Math.min(LONGEST_REST, 2 * this.rest);
  }
}
