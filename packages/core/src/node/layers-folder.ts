import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { config } from '../config/config.js';
import { expected } from '../expected.js';

const WEIGHTS = 'weights.bin';

/**
 * Folders of networks as `tf.loadLayersModel` reads them, `model.json` and `weights.bin`: what tfjs itself writes in Node only with its
 * native package. Serve such a folder, and a page loads the network from the address of its `model.json`.
 *
 * @param path The folder; each network gets one in it, under its name.
 * @returns A handler for each name, to save to and to load from.
 *
 * @example
 * ```ts
 * import { layersFolder } from '@genlab/core/node';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const networks = layersFolder('out');
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2] })] });
 * await model.save(networks('line')); // out/line/model.json and out/line/weights.bin
 * const again = await tfl.loadLayersModel(networks('line'));
 * ```
 */
export function layersFolder(path: string): (name: string) => tf.io.IOHandler {
  config.text(path, 'layersFolder.path');
  return (name) => ({
    async save({ modelTopology, weightSpecs = [], weightData, format, generatedBy, convertedBy }) {
      if (weightData === undefined) throw new Error(expected('layersFolder', 'a network with weights', 'none'));
      const weightsManifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
      const bytes = new Uint8Array(tf.io.concatenateArrayBuffers([weightData].flat()));
      await mkdir(join(path, name), { recursive: true });
      await writeFile(join(path, name, WEIGHTS), bytes);
      await writeFile(join(path, name, 'model.json'), JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON', weightDataBytes: bytes.length } };
    },
    async load() {
      const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(path, name, 'model.json'), 'utf8'));
      const bytes = new Uint8Array(await readFile(join(path, name, WEIGHTS))); // out of Node's pool
      return { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: bytes.buffer };
    },
  });
}
