import { config } from '../config/config.js';
import { expected } from '../expected.js';
import { duplicateKey } from './duplicate-key.js';
import type { NamedTensorData, TensorData } from './tensor-data.js';

// A file is: the length of the header (8 bytes, little-endian), the header (JSON, spaces behind it), the numbers of all tensors end to end.
const LENGTH_BYTES = 8;
const LONGEST_HEADER = 100_000_000;
const ALIGNMENT = 8;

const formats = {
  F32: { dtype: 'float32', bytes: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  I32: { dtype: 'int32', bytes: 4, read: (buffer: ArrayBuffer) => new Int32Array(buffer) },
  BOOL: { dtype: 'bool', bytes: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) },
} as const;
type Format = keyof typeof formats;
const formatOf = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

/** What a safetensors file holds. */
export interface Safetensors {
  /** Tensors by name; their values are copies. */
  readonly tensors: NamedTensorData;
  /** Texts by name; none. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What {@link writeSafetensors} writes. */
export interface WriteSafetensorsContent {
  readonly tensors: NamedTensorData;
  /** Texts by name; none. */
  readonly metadata?: Safetensors['metadata'] | undefined;
  /** Bytes to write over and return, if they are as many as it takes; none. */
  readonly into?: Uint8Array<ArrayBuffer> | undefined;
}

const readBytes = config.thatIs<Uint8Array<ArrayBuffer>>('a Uint8Array of bytes', (value) => value instanceof Uint8Array);
const readTensorData = config.thatIs<TensorData>(
  '{ dtype, shape, values }',
  (value) =>
    Object.hasOwn(formatOf, Object(value).dtype) &&
    isCounts((value as TensorData).shape) &&
    ArrayBuffer.isView((value as TensorData).values),
);
const readTexts = config.thatIs<Safetensors['metadata']>('texts by name', isTexts);
const readContent = config.record<WriteSafetensorsContent>({
  tensors: config.object,
  metadata: config.optional(readTexts),
  into: config.optional(readBytes),
});

/**
 * The bytes of a safetensors file, which Python's and Rust's readers open, too.
 *
 * Tensors lie in the order of their alignment and then of their names, so that the same tensors make the same bytes.
 *
 * @throws TypeError if values do not fill their shape, or a tensor is called `__metadata__`.
 * @see Hugging Face, "Safetensors", format 0.x.
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@genlab/core';
 *
 * const w = { dtype: 'float32', shape: [2, 1], values: Float32Array.of(0.5, -0.5) } as const;
 * const bytes = writeSafetensors({ tensors: { w }, metadata: { made: 'by hand' } });
 * console.log(readSafetensors(bytes).tensors.w?.values); // 0.5 and -0.5 again
 * ```
 */
export function writeSafetensors(content: WriteSafetensorsContent): Uint8Array<ArrayBuffer> {
  const { tensors, metadata = {}, into } = readContent(content, 'writeSafetensors');
  for (const [name, data] of Object.entries(tensors)) readTensorData(data, `writeSafetensors.tensors.${name}`);
  const size = (name: string) => formats[formatOf[(tensors[name] as TensorData).dtype]].bytes;
  const names = Object.keys(tensors).sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1));
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  let end = 0;
  for (const name of names) {
    const { dtype, shape, values } = tensors[name] as TensorData;
    const wanted = shape.reduce((product, n) => product * n, 1);
    if (name === '__metadata__') throw new TypeError(expected('writeSafetensors', 'no tensor called __metadata__', 'one'));
    if (values.length !== wanted)
      throw new TypeError(expected('writeSafetensors', `${wanted} values of shape [${shape}] for ${name}`, values.length));
    const begin = end;
    end += values.byteLength;
    entries.push([name, { dtype: formatOf[dtype], shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const header = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const length = LENGTH_BYTES + header + end;
  const bytes = into?.length === length ? into : new Uint8Array(length);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + header);
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, BigInt(header), true);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + header;
  for (const name of names) {
    const { values } = tensors[name] as TensorData;
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file strictly: whatever is not as the format says is refused.
 *
 * Holds float32, int32 and bool tensors, as tfjs does; a file with others is refused, too.
 *
 * @throws TypeError if it is given no bytes. Error that says what is wrong: a header that is truncated, malformed or has a key twice;
 *   tensors that overlap, leave a hole, or whose bytes are not as many as their shape needs.
 *
 * @example
 * ```ts
 * import { readSafetensors } from '@genlab/core';
 *
 * const shapesOf = (file: Uint8Array) => Object.entries(readSafetensors(file).tensors).map(([name, { shape }]) => [name, shape]);
 * ```
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  readBytes(bytes, 'readSafetensors');
  const length = headerLength(bytes);
  const start = LENGTH_BYTES + length;
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) throw fault('texts in __metadata__', metadata);
  const tensors = Object.entries(entries).map(([name, entry]) => readEntry(name, entry, bytes, start));
  checkCoverage(tensors, bytes.length - start);
  return { tensors: Object.fromEntries(tensors.map(({ name, data }) => [name, data])), metadata };
}

interface Located {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly data: TensorData;
}

function fault(what: string, got: unknown): Error {
  return new Error(expected('safetensors', what, got));
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) throw fault('at least 8 bytes', bytes.length);
  const length = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > LONGEST_HEADER) throw fault(`a header of at most ${LONGEST_HEADER} bytes`, `${length}`);
  if (LENGTH_BYTES + Number(length) > bytes.length)
    throw fault(`a header of ${length} bytes`, `${bytes.length - LENGTH_BYTES} bytes: the file is cut off`);
  return Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    throw fault('a header in JSON', (error as Error).message);
  }
  if (!text.startsWith('{') || !isRecord(header)) throw fault('a header that begins with {', text.slice(0, 20));
  const twice = duplicateKey(text);
  if (twice !== undefined) throw fault('every key once in the header', `${twice} twice`);
  return header;
}

function readEntry(name: string, entry: unknown, bytes: Uint8Array, start: number): Located {
  const { dtype, shape, data_offsets: offsets, ...others } = isRecord(entry) ? entry : {};
  const [odd] = Object.keys(others);
  if (odd !== undefined) throw fault(`dtype, shape and data_offsets of ${name}`, odd);
  if (typeof dtype !== 'string' || !Object.hasOwn(formats, dtype))
    throw fault(`${name} to be of ${Object.keys(formats).join(', ')}`, dtype);
  if (!isCounts(shape)) throw fault(`a shape of whole numbers for ${name}`, shape);
  if (!isCounts(offsets) || offsets.length !== 2) throw fault(`two data_offsets for ${name}`, offsets);
  const format = formats[dtype as Format];
  const [begin, end] = offsets as [number, number];
  const wanted = shape.reduce((product, n) => product * n, format.bytes);
  if (!Number.isSafeInteger(wanted) || begin > end || end - begin !== wanted) {
    throw fault(`${wanted} bytes for ${name} of shape [${shape}]`, `data_offsets [${offsets}]`);
  }
  if (start + end > bytes.length)
    throw fault(`${name} to end at byte ${end} of the data`, `${bytes.length - start} bytes: the file is cut off`);
  // A copy, and so aligned. (slice of a Buffer of Node's would be none.)
  const values = format.read(new Uint8Array(bytes.subarray(start + begin, start + end)).buffer);
  if (format.dtype === 'bool' && (values as Uint8Array).some((value) => value > 1))
    throw fault(`zeros and ones in ${name}`, 'another number');
  return { name, begin, end, data: { dtype: format.dtype, shape, values } as TensorData };
}

/** Tensors lie end to end and fill the data: nothing overlaps, nothing is left over. */
function checkCoverage(tensors: readonly Located[], length: number): void {
  let filled = 0;
  for (const { name, begin, end } of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled)
      throw fault(`${name} to begin at byte ${filled} of the data`, `${begin}: ${begin < filled ? 'it overlaps another' : 'a hole'}`);
    filled = end;
  }
  if (filled !== length) throw fault(`${filled} bytes of data`, length);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
