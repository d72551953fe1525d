import type { Rng } from '../rng/rng.js';

/** Where a {@link DataStream} stands, as plain JSON. */
export interface StreamPosition {
  /** Passes over the source that are done. */
  readonly epoch: number;
  /** Items given out in this pass. */
  readonly taken: number;
  /** Items read from the source in this pass: those given out and those waiting in the buffer. */
  readonly read: number;
}

/** A batch, and where the stream stands after it. */
export interface StreamedBatch<Batch> {
  /** The caller owns its tensors. */
  readonly batch: Batch;
  readonly position: StreamPosition;
}

/** Data without a length: batches without end, as {@link stream} makes them. */
export interface DataStream<Batch> {
  /** None: what tells it from a {@link Dataset}. */
  readonly length?: undefined;
  /** Batches from a position on, the beginning unless one is given; those that follow depend on it and on the generator's seed alone. */
  read(options: { batchSize: number; rng: Rng; position?: StreamPosition }): AsyncGenerator<StreamedBatch<Batch>, never>;
  /** Tells this data from other data, as that of a {@link Dataset} does. */
  fingerprint?(): string | Promise<string>;
}
