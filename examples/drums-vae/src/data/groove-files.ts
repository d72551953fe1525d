import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Unzipped, unzipSync } from 'fflate';
import { UsageError } from '../../../shared/src/usage-error.js';

/** The files of the Groove MIDI Dataset, wherever they lie. */
export interface GrooveFiles {
  /** Where they lie, for messages. */
  readonly place: string;
  /** The bytes of a file by its name in `info.csv`; undefined if it is not there. */
  read(name: string): Uint8Array | undefined;
}

/** No MIDI file of the set has more than 150 kB, its `info.csv` 200 kB. */
const LARGEST_FILE = 2 ** 20;
/** The set has 1,150 files and 5 MB unpacked. */
const MOST_FILES = 5_000;
const LARGEST_SUM = 64 * 2 ** 20;
const LARGEST_ARCHIVE = 64 * 2 ** 20;

/**
 * Opens the official folder (with `info.csv`) or zip.
 *
 * What is in there is not trusted: nothing is written, entries that point outside are refused, and so is an archive that
 * unpacks to more than the set could need.
 *
 * @throws UsageError in one sentence
 */
export function openGroove(path: string): GrooveFiles {
  if (!existsSync(path)) throw new UsageError(`--data: there is no folder or zip ${path}.`);
  return statSync(path).isDirectory() ? openFolder(path) : openZip(path);
}

function openFolder(path: string): GrooveFiles {
  const root = realpathSync(existsSync(join(path, 'groove/info.csv')) ? join(path, 'groove') : path);
  return {
    place: path,
    read(name) {
      refuseOutside(path, name);
      const file = join(root, name);
      if (!existsSync(file)) return undefined;
      // A link inside the folder may lead out of it.
      if (!realpathSync(file).startsWith(root + sep)) throw new UsageError(`--data: ${path}: ${name} leads out of the folder.`);
      if (statSync(file).size > LARGEST_FILE)
        throw new UsageError(`--data: ${path}: ${name} has more than 1 MiB, which no file of Groove has.`);
      return readFileSync(file);
    },
  };
}

function openZip(path: string): GrooveFiles {
  if (statSync(path).size > LARGEST_ARCHIVE)
    throw new UsageError(`--data: ${path} has more than 64 MiB, which Groove's MIDI files have not.`);
  const entries = unpack(path);
  const prefix = 'groove/info.csv' in entries ? 'groove/' : '';
  return {
    place: path,
    read(name) {
      refuseOutside(path, name);
      return Object.hasOwn(entries, prefix + name) ? entries[prefix + name] : undefined;
    },
  };
}

function unpack(path: string): Unzipped {
  let [files, sum] = [0, 0];
  try {
    return unzipSync(readFileSync(path), {
      filter({ name, originalSize, size }) {
        refuseOutside(path, name);
        if (++files > MOST_FILES) throw new UsageError(`--data: ${path} holds more than ${MOST_FILES} files, which Groove does not.`);
        if (!/\.(mid|csv)$/.test(name)) return false;
        sum += Math.max(originalSize, size);
        if (originalSize > LARGEST_FILE || sum > LARGEST_SUM)
          throw new UsageError(`--data: ${path} unpacks to more than Groove does (at ${name}).`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--data: ${path} can't be read as a zip (${(error as Error).message}).`);
  }
}

function refuseOutside(place: string, name: string): void {
  if (/^([/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes('..') || name.includes('\0'))
    throw new UsageError(`--data: ${place}: the entry ${JSON.stringify(name)} lies outside the folder.`);
}
