import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setAside } from '../../../shared/src/set-aside.js';
import { UsageError } from '../../../shared/src/usage-error.js';

/** An image file and its class. */
export interface Listed {
  readonly path: string;
  readonly label: number;
  /** What it was drawn from, shown beside it in the report. */
  readonly origin: string;
}

/** The files of a folder, and the names of their classes. */
export interface Listing {
  readonly classes: readonly string[];
  readonly train: readonly Listed[];
  readonly validation: readonly Listed[];
}

const VALIDATION_SHARE = 0.2;

/**
 * A folder with one subfolder a class. A fifth of the file names is kept for validation: files of one name in several classes
 * (`A/abel.png`, `B/abel.png`) stay together.
 */
export function listByClass(folder: string): Listing {
  const classes = visible(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  const files = classes.flatMap((name, label) =>
    visible(join(folder, name)).map((file) => ({ path: join(folder, name, file), label, origin: stem(file) })),
  );
  const foreign = files.find(({ path }) => extname(path).toLowerCase() !== '.png');
  if (foreign !== undefined) throw new UsageError(`--data: ${foreign.path} is not a .png; only PNG images are read.`);
  const aside = setAside([...new Set(files.map(({ origin }) => origin))], VALIDATION_SHARE);
  return { classes, train: files.filter(({ origin }) => !aside.has(origin)), validation: files.filter(({ origin }) => aside.has(origin)) };
}

interface Sample {
  readonly filename: string;
  readonly letter: string;
  readonly letter_idx: number;
  readonly font_style?: string;
}

/**
 * A folder with `metadata.json`: `train_samples` under `train/`, `val_samples` under `val/`, each with `filename`, `letter` and
 * `letter_idx`.
 */
export function listByMetadata(folder: string): Listing {
  const path = join(folder, 'metadata.json');
  const metadata = parse(path);
  const classes: string[] = [];
  const read = (key: 'train_samples' | 'val_samples', under: string): Listed[] => {
    const samples = metadata[key];
    if (!Array.isArray(samples)) throw new UsageError(`--data: ${path} has no list "${key}".`);
    return samples.map((sample: unknown, index) => {
      if (!isSample(sample))
        throw new UsageError(`--data: ${path}: ${key}[${index}] needs a filename, a letter and a letter_idx of 0 to 255.`);
      classes[sample.letter_idx] ??= sample.letter;
      if (classes[sample.letter_idx] !== sample.letter) {
        throw new UsageError(
          `--data: ${path}: ${key}[${index}] calls the class ${sample.letter_idx} "${sample.letter}", another sample "${classes[sample.letter_idx]}".`,
        );
      }
      return { path: join(folder, under, sample.filename), label: sample.letter_idx, origin: sample.font_style ?? stem(sample.filename) };
    });
  };
  const listing = { train: read('train_samples', 'train'), validation: read('val_samples', 'val') };
  const gap = Array.from(classes).indexOf(undefined as never);
  if (gap >= 0) throw new UsageError(`--data: ${path}: no sample has the letter_idx ${gap}, but larger ones are used.`);
  return { classes, ...listing };
}

function parse(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`--data: ${path} can't be read as JSON (${(error as Error).message.split('\n')[0]}).`);
  }
  throw new UsageError(`--data: ${path} holds no JSON object.`);
}

function isSample(value: unknown): value is Sample {
  const { filename, letter, letter_idx: index } = (value ?? {}) as Partial<Sample>;
  return (
    typeof filename === 'string' &&
    typeof letter === 'string' &&
    Number.isInteger(index) &&
    (index as number) >= 0 &&
    (index as number) < 256
  );
}

/** What people mean by a folder's content: not `.DS_Store` and its like. */
function visible(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}

function stem(file: string): string {
  return file.slice(0, file.length - extname(file).length);
}
