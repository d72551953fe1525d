// Only what TensorBoard's events are made of. Field numbers stand where they are used.

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Uint8Array.of(...bytes, rest);
}

/** The whole number at a place, and the place behind it. */
export function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let [value, factor] = [0, 1];
  for (let i = at; ; i++, factor *= 0x80) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: i + 1 };
  }
}

const tag = (field: number, wireType: number) => varint(field * 8 + wireType);

/** A field of whole numbers >= 0. */
export function integerField(field: number, value: number): Uint8Array {
  return joined([tag(field, 0), varint(value)]);
}

/** A field of type double. */
export function doubleField(field: number, value: number): Uint8Array {
  return joined([tag(field, 1), doubles([value])]);
}

/** A field of type float. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined([tag(field, 5), bytes]);
}

/** A field of bytes, of another message, or of text. */
export function bytesField(field: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joined([tag(field, 2), varint(bytes.length), bytes]);
}

/** A repeated field of type double, packed. */
export function doublesField(field: number, values: readonly number[]): Uint8Array {
  return bytesField(field, doubles(values));
}

function doubles(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true);
  return new Uint8Array(view.buffer);
}
