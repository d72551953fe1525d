import * as tf from '@tensorflow/tfjs-core';
import manifest from '../../package.json' with { type: 'json' };
import { expected } from '../expected.js';
import type { Json, JsonObject } from '../json.js';

import { fromText, toText } from './json-text.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import { sha256 } from './sha256.js';
import type { Files } from './store.js';
import type { NamedTensorData } from './tensor-data.js';

const FORMAT = 'genlab-checkpoint';
const FORMAT_VERSION = 1;
const TENSORS = 'tensors.safetensors';
const STATE = 'state.json';
const SUMS = 'SHA256SUMS';

/** A training at one step, whole: from it the training goes on as if nothing had been. */
export interface Checkpoint {
  /** Name of its entry in the store. */
  readonly entry: string;
  /** What may not differ on resume: `model` (its `config`), `data` and `training`. */
  readonly config: CheckpointConfig;
  /** Where the training stands: step, random state, position in the data, history and whatever else it carries on. */
  readonly progress: JsonObject;
  /** The model's tensors. */
  readonly tensors: NamedTensorData;
  /** The other part of the model's state. */
  readonly values: JsonObject | undefined;
}

/** What a training was started with. */
export interface CheckpointConfig {
  readonly model: Json;
  readonly data: Json;
  readonly training: Json;
}

/**
 * The files of a checkpoint.
 * @param over The files of another one that are needed no more: their memory is used again, as so much garbage would take more time than the files.
 */
export async function packCheckpoint({ entry, config, progress, tensors, values }: Checkpoint, over?: Files): Promise<Files> {
  const made = { '@genlab/core': manifest.version, '@tensorflow/tfjs-core': tf.version_core, backend: tf.getBackend() };
  const state = { format: FORMAT, version: FORMAT_VERSION, entry, made, config, progress, values };
  const files = {
    [STATE]: new TextEncoder().encode(toText(state)),
    [TENSORS]: writeSafetensors({ tensors, into: over?.[TENSORS] as Uint8Array<ArrayBuffer> | undefined }),
  };
  const sums = await Promise.all(Object.entries(files).map(async ([name, bytes]) => `${await sha256(bytes)}  ${name}\n`));
  return { ...files, [SUMS]: new TextEncoder().encode(sums.join('')) };
}

/**
 * The checkpoint that files hold.
 * @throws Error that names the file and what is wrong with it.
 */
export async function unpackCheckpoint(entry: string, files: Files): Promise<Checkpoint> {
  const file = (name: string): Uint8Array => {
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    if (bytes === undefined) throw new Error(expected(`${entry}/${name}`, 'the file to be there', 'none'));
    return bytes;
  };
  const [state, tensors] = [file(STATE), file(TENSORS)];
  const sums = new TextDecoder().decode(file(SUMS));
  const [, ofState, ofTensors] = /^([0-9a-f]{64}) {2}state\.json\n([0-9a-f]{64}) {2}tensors\.safetensors\n$/.exec(sums) ?? [];
  if (ofState === undefined || ofTensors === undefined)
    throw new Error(expected(`${entry}/${SUMS}`, 'a SHA-256 for each of two files', JSON.stringify(sums.slice(0, 80))));
  await checkSum(`${entry}/${STATE}`, state, ofState);
  await checkSum(`${entry}/${TENSORS}`, tensors, ofTensors);
  const { config, progress, values } = readState(entry, state);
  try {
    return { entry, config, progress, values, tensors: readSafetensors(tensors).tensors };
  } catch (error) {
    throw new Error(`${entry}/${TENSORS}: ${(error as Error).message}`);
  }
}

async function checkSum(where: string, bytes: Uint8Array, sum: string): Promise<void> {
  const got = await sha256(bytes);
  if (got !== sum)
    throw new Error(expected(where, `the SHA-256 ${sum.slice(0, 12)}… of ${SUMS}`, `${got.slice(0, 12)}…: the file is damaged`));
}

function readState(entry: string, bytes: Uint8Array): Pick<Checkpoint, 'config' | 'progress' | 'values'> {
  const where = `${entry}/${STATE}`;
  let state: unknown;
  try {
    state = fromText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Error(expected(where, 'JSON', (error as Error).message));
  }
  const { format, version: formatVersion, entry: own, config, progress, values } = record(where, 'a record', state);
  if (format !== FORMAT) throw new Error(expected(where, `format ${FORMAT}`, format));
  if (formatVersion !== FORMAT_VERSION) {
    const hint = 'It was written by another version of GenLab.';
    throw new Error(expected(where, `version ${FORMAT_VERSION} of the format`, formatVersion, hint));
  }
  if (own !== entry) throw new Error(expected(where, `the state of ${entry}`, own, 'Was the folder renamed?'));
  const { model, data, training } = record(where, 'config to be a record', config) as JsonObject;
  if (model === undefined || data === undefined || training === undefined)
    throw new Error(expected(where, 'config with model, data and training', config));
  return {
    config: { model, data, training },
    progress: record(where, 'progress to be a record', progress) as JsonObject,
    values: values === undefined ? undefined : (record(where, 'values to be a record', values) as JsonObject),
  };
}

function record(where: string, what: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(expected(where, what, value));
  return value as Record<string, unknown>;
}
