import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../../../shared/src/usage-error.js';
import { SIZE } from './face.js';
import type { Dataset, Images } from './images.js';
import { type Listed, listByClass, listByMetadata } from './listing.js';
import { readGrey, resize } from './png.js';

/**
 * A folder of one's own: PNGs with a `metadata.json` that lists `train_samples` and `val_samples`, or one subfolder a class. Any
 * size of square image is brought to 28 x 28.
 *
 * @throws UsageError that names the file or the folder that is wrong
 */
export function loadFolder(folder: string): Dataset {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`--data: there is no folder ${folder}.`);
  const { classes, train, validation } = existsSync(join(folder, 'metadata.json')) ? listByMetadata(folder) : listByClass(folder);
  if (classes.length < 2)
    throw new UsageError(`--data: ${folder} holds ${classes.length === 1 ? 'one class' : 'no classes'}; two or more are needed.`);
  // Read first: a file that can't be read is what to mend, whatever else is missing.
  const images = { train: readAll(train), validation: readAll(validation) };
  for (const [what, listed] of [['training', train] as const, ['validation', validation] as const]) {
    const empty = classes.find((_, label) => !listed.some((one) => one.label === label));
    if (empty !== undefined) throw new UsageError(`--data: ${folder} has no ${what} image of the class ${JSON.stringify(empty)}.`);
  }
  const hash = createHash('sha256').update(classes.join('\n'));
  for (const { pixels, labels } of [images.train, images.validation]) hash.update(pixels).update(Uint8Array.from(labels));
  return {
    name: basename(folder),
    height: SIZE,
    width: SIZE,
    classes,
    ...images,
    attributions: [],
    skipped: [],
    hash: hash.digest('hex').slice(0, 16),
  };
}

function readAll(listed: readonly Listed[]): Images {
  const pixels = new Uint8Array(listed.length * SIZE * SIZE);
  for (const [index, { path }] of listed.entries()) pixels.set(readOne(path), index * SIZE * SIZE);
  return { pixels, labels: Int32Array.from(listed, ({ label }) => label), origins: listed.map(({ origin }) => origin) };
}

function readOne(path: string): Uint8Array {
  if (!existsSync(path)) throw new UsageError(`--data: ${path} is listed but not there.`);
  let image: ReturnType<typeof readGrey>;
  try {
    image = readGrey(readFileSync(path));
  } catch (error) {
    // The reader runs over the end of a file that breaks off.
    const reason = error instanceof RangeError ? 'it breaks off before its end' : (error as Error).message.split('\n')[0];
    throw new UsageError(`--data: ${path} can't be read as a PNG (${reason}).`);
  }
  if (image.width !== image.height)
    throw new UsageError(`--data: ${path} is ${image.width} x ${image.height} pixels; images must be square.`);
  return Uint8Array.from(resize(image, SIZE, SIZE).data, Math.round);
}
