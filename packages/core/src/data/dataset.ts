/**
 * A data set of known length that gives out any of its items as a batch: from memory, or from files and the network as they are asked for.
 */
export interface Dataset<Batch> {
  /** Number of items. */
  readonly length: number;
  /**
   * The items at these places, as one batch; the caller owns its tensors. Where it takes time, answer with a promise: `train` then asks for
   * the next batch before it makes a step.
   * @param indices Each in [0, length).
   */
  batch(indices: Int32Array): Batch | Promise<Batch>;
  /** Tells this data from other data: a hash of its bytes, or a name with a version. Kept in checkpoints, compared on resume. */
  fingerprint?(): string | Promise<string>;
}
