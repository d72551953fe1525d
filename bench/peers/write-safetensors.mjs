// Writes the file that read-safetensors.py reads.
import { writeFileSync } from 'node:fs';
import { writeSafetensors } from '@genlab/core';

const tensors = {
  w: { dtype: 'float32', shape: [2, 3], values: Float32Array.of(1, -0, 1e-45, 3.4e38, Number.NEGATIVE_INFINITY, 0.1) },
  'a/b é "quoted"': { dtype: 'int32', shape: [], values: Int32Array.of(-7) },
  flags: { dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) },
  none: { dtype: 'float32', shape: [0, 4], values: new Float32Array() },
};
writeFileSync(`${process.argv[2]}/from-genlab.safetensors`, writeSafetensors({ tensors, metadata: { made: 'by GenLab' } }));
