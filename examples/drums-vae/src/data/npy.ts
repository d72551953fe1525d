/** An array of a NumPy file: its shape, and its values in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Numbers, or strings where the array holds text. */
  readonly data: ArrayLike<number> | readonly string[];
}

const MAGIC = '\x93NUMPY';
/** The widest integers of `view` that are read as numbers are checked by the caller, who wants small ones. */
const READERS: Readonly<Record<string, readonly [bytes: number, read: (view: DataView, at: number) => number]>> = {
  '|b1': [1, (view, at) => view.getUint8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '<u2': [2, (view, at) => view.getUint16(at, true)],
  '<i2': [2, (view, at) => view.getInt16(at, true)],
  '<u4': [4, (view, at) => view.getUint32(at, true)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<u8': [8, (view, at) => Number(view.getBigUint64(at, true))],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
};

/**
 * Reads a `.npy` file: numbers or text, little-endian, C order. Pickled objects are refused.
 *
 * @throws Error in one sentence
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC) throw new Error('it is no .npy file');
  const wide = view.getUint8(6) > 1;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (start + length > bytes.length) throw new Error('its header is cut short');
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (type === undefined || order === undefined || sizes === undefined)
    throw new Error('its header says no type, order and shape of plain arrays');
  if (order === 'True') throw new Error('it is in Fortran order; save np.ascontiguousarray(...)');
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : Number(size)));
  const count = shape.reduce((product, size) => product * size, 1);
  const body = start + length;
  const text = /^<U(\d+)$/.exec(type);
  const [width, read] = READERS[type] ?? [4 * Number(text?.[1])];
  if (!Number.isFinite(width)) throw new Error(`its type ${type} is neither numbers nor text`);
  if (body + count * width !== bytes.length)
    throw new Error(`it has ${bytes.length - body} bytes of data where its shape needs ${count * width}`);
  const at = (index: number) => body + index * width;
  const data = read
    ? Float64Array.from({ length: count }, (_, i) => read(view, at(i)))
    : Array.from({ length: count }, (_, i) => readText(view, at(i), width / 4));
  return { shape, data };
}

/** UTF-32, padded by zeros. */
function readText(view: DataView, at: number, characters: number): string {
  let text = '';
  for (let i = 0; i < characters; i++) {
    const code = view.getUint32(at + 4 * i, true);
    if (code === 0) break;
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}
