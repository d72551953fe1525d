import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainListeners } from '@genlab/core';
import { ImageClassifier, type SavedClassifier } from '@genlab/metrics';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import { type Dataset, type Images, toFloats } from './data/images.js';

/** The classifier that reads the generator's letters. */
export interface Judge {
  readonly classifier: ImageClassifier;
  /** Share of validation letters, of fonts it never saw, that it reads rightly. */
  readonly validationAccuracy: number;
}

interface JudgeOptions {
  readonly cacheFolder: string;
  /** Passes over the training images; the classifier's own default. */
  readonly epochs?: number;
  readonly signal?: AbortSignal;
  /** Listeners of its training. */
  readonly listeners?: readonly TrainListeners[];
  /** Called if there is none in the cache, before it is trained. */
  readonly onTrain?: () => void;
}

/** Changes when the way the classifier is trained does. */
const RECIPE = 'v1';

/** The classifier for a data set: from the cache, or trained, which takes a minute or so. It sees real images alone. */
export async function findJudge(data: Dataset, { cacheFolder, epochs, signal, listeners, onTrain }: JudgeOptions): Promise<Judge> {
  const path = join(cacheFolder, `classifier-${data.hash}-${RECIPE}${epochs === undefined ? '' : `-${epochs}`}.json`);
  const found = read(path);
  if (found !== undefined) return found;
  onTrain?.();
  const { height, width, classes, train, validation } = data;
  const classifier = new ImageClassifier({ imageShape: [height, width, 1], classes: classes.length, seed: 0 });
  const labelled = (images: Images) => ({
    images: { data: toFloats(images.pixels), shape: [images.labels.length, height, width, 1] },
    labels: images.labels,
  });
  const { validationAccuracy } = await classifier.fit(
    { ...labelled(train), validation: labelled(validation) },
    { epochs, signal, listeners },
  );
  const judge = { classifier, validationAccuracy: validationAccuracy?.value ?? Number.NaN };
  if (signal?.aborted !== true) write(path, judge);
  return judge;
}

function read(path: string): Judge | undefined {
  try {
    const { options, hash, weights, validationAccuracy } = JSON.parse(readFileSync(path, 'utf8'));
    const bytes = Buffer.from(weights, 'base64');
    const saved: SavedClassifier = {
      options,
      hash,
      weights: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    };
    return { classifier: ImageClassifier.load(saved), validationAccuracy };
  } catch {
    return undefined; // Absent, or of an older version: trained anew.
  }
}

function write(path: string, { classifier, validationAccuracy }: Judge): void {
  const { weights, ...rest } = classifier.save();
  const text = JSON.stringify({
    ...rest,
    weights: Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength).toString('base64'),
    validationAccuracy,
  });
  try {
    writeAtomically(path, text);
  } catch {
    // A folder that can't be written to costs the next run a minute, nothing else.
  }
}
