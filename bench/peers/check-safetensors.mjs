// Reads what read-safetensors.py wrote.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { readSafetensors } from '@genlab/core';

const { tensors, metadata } = readSafetensors(readFileSync(`${process.argv[2]}/from-python.safetensors`));
deepStrictEqual(metadata, { made: 'by Python' });
deepStrictEqual(tensors, {
  n: { dtype: 'int32', shape: [2], values: Int32Array.of(2, -3) },
  x: { dtype: 'float32', shape: [2, 3], values: Float32Array.from([0, 1, 2, 3, 4, 5], (n) => n / 7) },
  yes: { dtype: 'bool', shape: [], values: Uint8Array.of(1) },
});
