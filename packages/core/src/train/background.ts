/** Work that goes on beside the steps of a training, one piece at a time. What comes of it, an error too, waits until it is asked for. */
export class Background<Result> {
  #work: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #result: Result | undefined;

  /** Begins a piece of work; the one before is over. */
  begin(work: () => Promise<Result>): void {
    this.#work = work().then(
      (result) => {
        this.#result = result;
      },
      (error: unknown) => {
        this.#failure = { error };
      },
    );
  }

  /** What has come of the work, once; undefined if it is not over. Throws what the work threw, every time. */
  take(): Result | undefined {
    if (this.#failure) throw this.#failure.error;
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  /** Waits until the work is over, whatever comes of it. */
  over(): Promise<void> {
    return this.#work;
  }
}
