import { expected } from '../../expected.js';
import type { Histogram } from './histogram.js';
import { bytesField, doubleField, doublesField, floatField, integerField, joined, readVarint } from './protobuf.js';

/** When an event was. */
export interface Moment {
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
}

// tensorflow.Event: wall_time = 1, step = 2, file_version = 3, summary = 5, session_log = 7.
const event = ({ step, wallTime }: Moment, what: Uint8Array) => joined([doubleField(1, wallTime), integerField(2, step), what]);

/** The first event of every file. */
export function versionEvent(wallTime: number): Uint8Array {
  return joined([doubleField(1, wallTime), bytesField(3, 'brain.Event:2')]);
}

/** Says that whatever earlier files hold from this step on is void. */
export function restartEvent(moment: Moment): Uint8Array {
  return event(moment, bytesField(7, integerField(1, 1))); // SessionLog.status = START
}

// Summary.value = 1; Value: tag = 1, simple_value = 2, image = 4, histo = 5.
const summary = (values: readonly Uint8Array[]) => bytesField(5, joined(values.map((value) => bytesField(1, value))));

/** Numbers by tag. Each value stands before its tag: so {@link inspect} can tell. */
export function scalarsEvent(moment: Moment, values: Readonly<Record<string, number>>): Uint8Array {
  const entries = Object.entries(values).map(([tag, value]) => joined([floatField(2, value), bytesField(1, tag)]));
  return event(moment, summary(entries));
}

/**
 * A picture.
 * @throws Error if the bytes are no PNG.
 */
export function imageEvent(moment: Moment, tag: string, png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) {
    throw new Error(expected('tensorBoard', `the bytes of a PNG as image ${tag}`, `${png.length} other bytes`));
  }
  const [width, height, colourType] = [view.getUint32(16), view.getUint32(20), view.getUint8(25)];
  const channels = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[colourType] ?? 3;
  // Image: height = 1, width = 2, colorspace = 3, encoded_image_string = 4.
  const image = joined([integerField(1, height), integerField(2, width), integerField(3, channels), bytesField(4, png)]);
  return event(moment, summary([joined([bytesField(1, tag), bytesField(4, image)])]));
}

/** A distribution. */
export function histogramEvent(moment: Moment, tag: string, { min, max, count, sum, sumOfSquares, limits, counts }: Histogram): Uint8Array {
  // HistogramProto: min = 1, max = 2, num = 3, sum = 4, sum_squares = 5, bucket_limit = 6, bucket = 7.
  const numbers = [min, max, count, sum, sumOfSquares].map((value, i) => doubleField(i + 1, value));
  const histogram = joined([...numbers, doublesField(6, limits), doublesField(7, counts)]);
  return event(moment, summary([joined([bytesField(1, tag), bytesField(5, histogram)])]));
}

/** Where an event of ours stands: its step, and whether it holds scalars. */
export function inspect(bytes: Uint8Array): { readonly step: number; readonly scalars: boolean } {
  // The wall time takes nine bytes; the version event, which has no step, goes on with another field than 2.
  if (bytes[9] !== 0x10) return { step: 0, scalars: false };
  const step = readVarint(bytes, 10);
  if (bytes[step.end] !== 0x2a) return { step: step.value, scalars: false };
  const value = readVarint(bytes, step.end + 1).end; // within the summary
  return { step: step.value, scalars: bytes[readVarint(bytes, value + 1).end] === 0x15 };
}
