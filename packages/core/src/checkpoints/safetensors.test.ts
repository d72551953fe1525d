import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import type { NamedTensorData } from './tensor-data.js';

const tensors: NamedTensorData = {
  flags: { dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) },
  w: { dtype: 'float32', shape: [2, 2], values: Float32Array.of(1, -0, 1e-45, -3.4e38) },
  count: { dtype: 'int32', shape: [], values: Int32Array.of(-7) },
  none: { dtype: 'float32', shape: [0, 3], values: new Float32Array() },
};

/** A file with a header of one's own. */
function file(header: string, data: Uint8Array = new Uint8Array(), length = BigInt(new TextEncoder().encode(header).length)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
const two = (a: [number, number], b: [number, number]) =>
  `{"a":{"dtype":"F32","shape":[${(a[1] - a[0]) / 4}],"data_offsets":[${a}]},"b":{"dtype":"F32","shape":[${(b[1] - b[0]) / 4}],"data_offsets":[${b}]}}`;
const one = (entry: string) => `{"a":{${entry}}}`;

describe('safetensors', () => {
  it('writes over bytes that are as many, and leaves others alone', () => {
    const bytes = writeSafetensors({ tensors });
    const [old, other] = [new Uint8Array(bytes.length).fill(7), new Uint8Array(bytes.length + 1)];
    expect(writeSafetensors({ tensors, into: old })).toBe(old);
    expect(old).toEqual(bytes);
    expect(writeSafetensors({ tensors, into: other })).toEqual(bytes);
    expect(other).toEqual(new Uint8Array(bytes.length + 1));
  });

  it('gives back what was written, to the bit, wherever it lies in a buffer', () => {
    const bytes = writeSafetensors({ tensors, metadata: { made: 'here' } });
    expect(readSafetensors(bytes)).toEqual({ tensors, metadata: { made: 'here' } });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors).toEqual(tensors);
    expect(readSafetensors(Buffer.from(bytes)).tensors).toEqual(tensors);
    expect(readSafetensors(writeSafetensors({ tensors: {} }))).toEqual({ tensors: {}, metadata: {} });
  });

  it('writes the format: 8 bytes of length, JSON, the widest numbers first and then by name', () => {
    const bytes = writeSafetensors({ tensors });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect([length % 8, bytes.length]).toEqual([0, 8 + length + 16 + 4 + 3]);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
      '{"count":{"dtype":"I32","shape":[],"data_offsets":[0,4]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]},' +
        '"w":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]},"flags":{"dtype":"BOOL","shape":[3],"data_offsets":[20,23]}}',
    );
    const { flags, ...others } = tensors;
    expect(writeSafetensors({ tensors: { ...others, flags: flags as never } })).toEqual(bytes);
  });

  it('takes names that are no names in JavaScript', () => {
    const odd = { ['__proto__']: tensors.count, constructor: tensors.count, 'a/b "c"\n': tensors.count } as NamedTensorData;
    expect(Object.keys(readSafetensors(writeSafetensors({ tensors: odd })).tensors).sort()).toEqual(Object.keys(odd).sort());
  });

  it.each([
    ['nothing', new Uint8Array(), 'at least 8 bytes, got 0'],
    ['a length beyond all measure', file('{}', undefined, 2n ** 63n), 'a header of at most 100000000 bytes, got 9223372036854775808'],
    ['a header that is cut off', file('{}', undefined, 9n), 'a header of 9 bytes, got 2 bytes: the file is cut off'],
    ['no JSON', file('{"a":'), 'a header in JSON'],
    ['no text', file('{}').fill(0xff, 8), 'a header in JSON'],
    ['a list', file('[]'), 'a header that begins with {, got []'],
    ['a space in front', file(' {}'), 'a header that begins with {'],
    [
      'a key twice',
      file('{"\\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":1}'),
      'every key once in the header, got a twice',
    ],
    ['a key twice further down', file(one('"dtype":"F32","dtype":"I32","shape":[0],"data_offsets":[0,0]')), 'got dtype twice'],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), 'texts in __metadata__, got {"a":1}'],
    ['an unknown type', file(one('"dtype":"F64","shape":[0],"data_offsets":[0,0]')), 'a to be of F32, I32, BOOL, got F64'],
    ['a type of Object', file(one('"dtype":"toString","shape":[0],"data_offsets":[0,0]')), 'got toString'],
    ['no type', file(one('"shape":[0],"data_offsets":[0,0]')), 'got undefined'],
    ['a member too many', file(one('"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1')), 'dtype, shape and data_offsets of a, got x'],
    ['a negative shape', file(one('"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]')), 'a shape of whole numbers for a'],
    ['a broken shape', file(one('"dtype":"F32","shape":[0.5],"data_offsets":[0,2]')), 'a shape of whole numbers for a'],
    ['a shape that overflows', file(one(`"dtype":"F32","shape":[${2 ** 40},${2 ** 40}],"data_offsets":[0,0]`)), 'bytes for a of shape'],
    ['offsets that are not two', file(one('"dtype":"F32","shape":[0],"data_offsets":[0]')), 'two data_offsets for a'],
    ['offsets the wrong way', file(one('"dtype":"F32","shape":[0],"data_offsets":[4,0]'), new Uint8Array(4)), '0 bytes for a'],
    ['too few bytes', file(one('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), new Uint8Array(4)), '8 bytes for a of shape [2]'],
    ['data that is cut off', file(one('"dtype":"F32","shape":[2],"data_offsets":[0,8]'), new Uint8Array(7)), 'the file is cut off'],
    ['an overlap', file(two([0, 8], [4, 12]), new Uint8Array(12)), 'b to begin at byte 8 of the data, got 4: it overlaps another'],
    ['one place for two', file(two([0, 8], [0, 8]), new Uint8Array(8)), 'it overlaps another'],
    ['a hole', file(two([0, 4], [8, 12]), new Uint8Array(12)), 'b to begin at byte 4 of the data, got 8: a hole'],
    ['a hole in front', file(two([4, 8], [8, 12]), new Uint8Array(12)), 'a to begin at byte 0 of the data, got 4: a hole'],
    ['bytes left over', file(two([0, 4], [4, 8]), new Uint8Array(9)), '8 bytes of data, got 9'],
    ['a bool of 2', file(one('"dtype":"BOOL","shape":[1],"data_offsets":[0,1]'), Uint8Array.of(2)), 'zeros and ones in a'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('refuses to write what could not be read', () => {
    const wrong = { w: { dtype: 'float32', shape: [3], values: new Float32Array(2) } } as const;
    expect(() => writeSafetensors({ tensors: wrong })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: writeSafetensors: expected 3 values of shape [3] for w, got 2.]`,
    );
    expect(() => writeSafetensors({ tensors: { __metadata__: tensors.count as never } })).toThrow('no tensor called __metadata__');
  });
});
