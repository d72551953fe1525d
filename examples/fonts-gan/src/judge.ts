import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainListeners } from '@genlab/core';
import { ImageClassifier, type SavedClassifier } from '@genlab/metrics';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import { type Dataset, type Images, toFloats } from './data/images.js';

/** What judges the generator's letters. */
export interface Judge {
  /** Reads which letter an image is. */
  readonly classifier: ImageClassifier;
  /** Share of validation letters, of fonts it never saw, that it reads rightly. */
  readonly validationAccuracy: number;
  /**
   * A classifier of sources, which are fonts, kept as data: its features see style. Absent where there are not at least two images a
   * source.
   */
  readonly style?: SavedClassifier;
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

/** Changes when the way the classifiers are trained does. */
const RECIPE = 'v1';

/** Passes over the training images for the classifier of fonts: its features settle before its readings do. */
const STYLE_EPOCHS = 10;

/** The judge for a data set: from the cache, or trained, which takes a minute or two. It sees real images alone. */
export async function findJudge(data: Dataset, options: JudgeOptions): Promise<Judge> {
  const { cacheFolder, epochs, signal, listeners } = options;
  const { height, width, classes, train, validation } = data;
  const imageShape = [height, width, 1] as const;
  let told = false;
  const cached = async (name: string, make: () => Promise<Kept>): Promise<Kept> => {
    const path = join(cacheFolder, `${name}-${data.hash}-${RECIPE}${epochs === undefined ? '' : `-${epochs}`}.json`);
    const found = read(path);
    if (found !== undefined) return found;
    if (!told) options.onTrain?.();
    told = true;
    const made = await make();
    if (signal?.aborted !== true) write(path, made);
    return made;
  };
  const batch = (images: Images) => ({ data: toFloats(images.pixels), shape: [images.labels.length, height, width, 1] });

  const letters = await cached('classifier', () =>
    fitted(new ImageClassifier({ imageShape, classes: classes.length, seed: 0 }), (classifier) =>
      classifier.fit(
        {
          images: batch(train),
          labels: train.labels,
          validation: { images: batch(validation), labels: validation.labels },
        },
        { epochs, signal, listeners },
      ),
    ),
  );
  const sources = [...new Set(train.origins)];
  const hasStyle = sources.length > 1 && train.origins.length >= 2 * sources.length;
  const fonts = hasStyle
    ? await cached('style', () =>
        fitted(new ImageClassifier({ imageShape, classes: sources.length, seed: 1 }), (classifier) =>
          classifier.fit(
            { images: batch(train), labels: train.origins.map((origin) => sources.indexOf(origin)) },
            { epochs: epochs ?? STYLE_EPOCHS, signal, listeners },
          ),
        ),
      )
    : undefined;
  return { classifier: ImageClassifier.load(letters.saved), validationAccuracy: letters.validationAccuracy, style: fonts?.saved };
}

/** A trained classifier as data. */
interface Kept {
  readonly saved: SavedClassifier;
  readonly validationAccuracy: number;
}

async function fitted(
  classifier: ImageClassifier,
  fit: (classifier: ImageClassifier) => ReturnType<ImageClassifier['fit']>,
): Promise<Kept> {
  try {
    const { validationAccuracy } = await fit(classifier);
    return { saved: classifier.save(), validationAccuracy: validationAccuracy?.value ?? Number.NaN };
  } finally {
    classifier.dispose();
  }
}

function read(path: string): Kept | undefined {
  try {
    const { options, hash, weights, validationAccuracy } = JSON.parse(readFileSync(path, 'utf8'));
    const bytes = Buffer.from(weights, 'base64');
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const saved = { options, hash, weights: values };
    ImageClassifier.load(saved).dispose();
    return { saved, validationAccuracy };
  } catch {
    return undefined; // Absent, or of an older version: trained anew.
  }
}

function write(path: string, { saved, validationAccuracy }: Kept): void {
  const { weights, ...rest } = saved;
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
