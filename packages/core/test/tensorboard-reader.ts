// Reads TensorBoard's event files, independently of what writes them: framing, checksums and messages from their published formats.

/** One field of a message: its number and what it holds. */
interface Field {
  readonly number: number;
  readonly value: bigint | number | Uint8Array;
}

/** CRC-32C bit by bit, without a table. */
function crc32c(bytes: Uint8Array): bigint {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }
  return crc ^ 0xffffffffn;
}

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

function* fieldsOf(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = () => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = Number(varint());
    const [number, wireType] = [key >> 3, key & 7];
    if (wireType === 0) yield { number, value: varint() };
    else if (wireType === 1) {
      yield { number, value: view.getFloat64(at, true) };
      at += 8;
    } else if (wireType === 5) {
      yield { number, value: view.getFloat32(at, true) };
      at += 4;
    } else if (wireType === 2) {
      const length = Number(varint());
      yield { number, value: message.subarray(at, at + length) };
      at += length;
    } else throw new Error(`wire type ${wireType} at ${at}`);
  }
}

function field<T>(message: Uint8Array, number: number): T | undefined {
  return [...fieldsOf(message)].find((each) => each.number === number)?.value as T | undefined;
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

function doubles(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

/** What an event says, as far as our tests ask. */
export interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly version?: string;
  readonly restart?: boolean;
  readonly scalars?: Record<string, number>;
  readonly images?: Record<string, { height: number; width: number; channels: number; png: Uint8Array }>;
  readonly histograms?: Record<string, { numbers: number[]; limits: number[]; counts: number[] }>;
}

function readEvent(bytes: Uint8Array): ReadEvent {
  const [scalars, images, histograms]: [
    NonNullable<ReadEvent['scalars']>,
    NonNullable<ReadEvent['images']>,
    NonNullable<ReadEvent['histograms']>,
  ] = [{}, {}, {}];
  for (const { value } of fieldsOf(field<Uint8Array>(bytes, 5) ?? new Uint8Array())) {
    const tag = text(field(value as Uint8Array, 1)) ?? '';
    const scalar = field<number>(value as Uint8Array, 2);
    if (scalar !== undefined) scalars[tag] = scalar;
    const image = field<Uint8Array>(value as Uint8Array, 4);
    if (image) {
      const [height, width, channels] = [1, 2, 3].map((n) => Number(field<bigint>(image, n))) as [number, number, number];
      images[tag] = { height, width, channels, png: field<Uint8Array>(image, 4) as Uint8Array };
    }
    const histogram = field<Uint8Array>(value as Uint8Array, 5);
    if (histogram) {
      const numbers = [1, 2, 3, 4, 5].map((n) => field<number>(histogram, n) as number);
      histograms[tag] = { numbers, limits: doubles(field(histogram, 6) as Uint8Array), counts: doubles(field(histogram, 7) as Uint8Array) };
    }
  }
  const some = <T extends object>(record: T) => (Object.keys(record).length > 0 ? record : undefined);
  const session = field<Uint8Array>(bytes, 7);
  return {
    wallTime: field<number>(bytes, 1) as number,
    step: Number(field<bigint>(bytes, 2) ?? 0n),
    version: text(field(bytes, 3)),
    restart: session && field<bigint>(session, 1) === 1n,
    scalars: some(scalars),
    images: some(images),
    histograms: some(histograms),
  };
}

/** The events of one file; throws if its framing or a checksum is wrong. */
export function readEvents(file: Uint8Array): ReadEvent[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) throw new Error(`checksum of the length at ${at}`);
    const data = file.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) !== masked(data)) throw new Error(`checksum of the data at ${at}`);
    events.push(readEvent(data));
    at += 16 + length;
  }
  return events;
}
