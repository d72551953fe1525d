/** A data set of known length that gives out any of its items as a batch. */
export interface Dataset<Batch> {
  /** Number of items. */
  readonly length: number;
  /**
   * The items at these places, as one batch; the caller owns its tensors.
   * @param indices Each in [0, length).
   */
  batch(indices: Int32Array): Batch;
}
