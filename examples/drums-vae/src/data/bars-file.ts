import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { unzipSync } from 'fflate';
import { UsageError } from '../../../shared/src/usage-error.js';
import { type Bars, CELLS, GENRES, INSTRUMENTS, STEPS } from './bars.js';
import type { Dataset } from './dataset.js';
import { type NpyArray, readNpy } from './npy.js';

const NAMES = ['train_patterns', 'val_patterns', 'train_styles', 'val_styles'] as const;
type Name = (typeof NAMES)[number];

const LARGEST = 256 * 2 ** 20;

/**
 * Bars of one's own: a JSON or npz file with `train_patterns` and `val_patterns`, `[n, 16, 9]` cells of 0 or 1, and `train_styles`
 * and `val_styles`, `[n]` names or numbers from 0.
 *
 * @throws UsageError in one sentence that says what is wrong with the file
 */
export function loadBarsFile(path: string): Dataset {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UsageError(`--data: ${path} is neither a file nor one of grammar:varied, grammar:study, groove.`);
  if (statSync(path).size > LARGEST) throw new UsageError(`--data: ${path} has more than 256 MiB.`);
  const kind = extname(path).toLowerCase();
  if (kind !== '.json' && kind !== '.npz') throw new UsageError(`--data: ${path} is neither .json nor .npz.`);
  const arrays = kind === '.json' ? fromJson(path) : fromNpz(path);
  const styles = [...stylesOf(path, 'train_styles', arrays), ...stylesOf(path, 'val_styles', arrays)];
  const genres = genresOf(path, styles);
  const side = (patterns: Name, labels: Name): Bars => {
    const cells = cellsOf(path, patterns, arrays[patterns]);
    const names = stylesOf(path, labels, arrays);
    const count = cells.length / CELLS;
    if (names.length !== count) throw new UsageError(`--data: ${path}: ${patterns} has ${count} bars, ${labels} ${names.length} styles.`);
    return { patterns: cells, genres: Int32Array.from(names, (name) => (typeof name === 'number' ? name : genres.indexOf(name))) };
  };
  const [train, validation] = [side('train_patterns', 'train_styles'), side('val_patterns', 'val_styles')];
  for (const [label, genre] of genres.entries())
    if (!train.genres.includes(label)) throw new UsageError(`--data: ${path} has no training bar of the style ${JSON.stringify(genre)}.`);
  return { name: basename(path), genres, train, validation, attributions: [], notes: [] };
}

function fromJson(path: string): Record<Name, NpyArray> {
  let content: Record<string, unknown>;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--data: ${path} can't be read as JSON (${(error as Error).message.split('\n')[0]}).`);
  }
  return fourOf(path, (name) => {
    const value = content?.[name];
    if (!Array.isArray(value)) return undefined;
    const data = value.flat(2);
    const item = Array.isArray(value[0]) ? [value[0].length, Array.isArray(value[0][0]) ? value[0][0].length : 1] : [];
    const even = value.every(
      (bar) => !Array.isArray(bar) || (bar.length === item[0] && bar.every((step) => Array.isArray(step) && step.length === item[1])),
    );
    return { shape: even ? [value.length, ...item] : [value.length, 0, 0], data };
  });
}

function fromNpz(path: string): Record<Name, NpyArray> {
  const wanted = new Set(NAMES.map((name) => `${name}.npy`));
  try {
    let sum = 0;
    const files = unzipSync(readFileSync(path), {
      filter({ name, originalSize }) {
        if (!wanted.has(name)) return false;
        sum += originalSize;
        if (sum > LARGEST) throw new Error('it unpacks to more than 256 MiB');
        return true;
      },
    });
    return fourOf(path, (name) => {
      const bytes = files[`${name}.npy`];
      return bytes && readNpy(bytes);
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--data: ${path} can't be read as npz (${(error as Error).message}).`);
  }
}

function fourOf(path: string, read: (name: Name) => NpyArray | undefined): Record<Name, NpyArray> {
  const pairs = NAMES.map((name) => {
    const array = read(name);
    if (array === undefined) throw new UsageError(`--data: ${path} has no array "${name}"; it needs ${NAMES.join(', ')}.`);
    return [name, array] as const;
  });
  return Object.fromEntries(pairs) as Record<Name, NpyArray>;
}

function cellsOf(path: string, name: Name, { shape, data }: NpyArray): Uint8Array {
  const [n = 0, ...bar] = shape;
  if (n < 1 || bar.length !== 2 || bar[0] !== STEPS || bar[1] !== INSTRUMENTS.length)
    throw new UsageError(`--data: ${path}: ${name} must have the shape [n, 16, 9] with n of 1 or more, but has [${shape.join(', ')}].`);
  const odd = Array.from(data as ArrayLike<unknown>).findIndex((value) => value !== 0 && value !== 1);
  if (odd >= 0)
    throw new UsageError(
      `--data: ${path}: ${name} must hold 0 and 1 alone, but bar ${Math.floor(odd / CELLS)} holds ${JSON.stringify(data[odd])}.`,
    );
  return Uint8Array.from(data as ArrayLike<number>);
}

function stylesOf(path: string, name: Name, arrays: Record<Name, NpyArray>): readonly (string | number)[] {
  const { shape, data } = arrays[name];
  const values = Array.from(data as ArrayLike<string | number>);
  const sound = (value: unknown) =>
    typeof value === 'string' ? value.length > 0 : Number.isInteger(value) && (value as number) >= 0 && (value as number) < 100;
  if (shape.length !== 1 || !values.every(sound) || new Set(values.map((value) => typeof value)).size > 1)
    throw new UsageError(`--data: ${path}: ${name} must be one list of names, or of whole numbers from 0 to 99.`);
  return values;
}

/** Names in the order of their labels: numbers are labels of the five genres we know, if they fit. */
function genresOf(path: string, styles: readonly (string | number)[]): readonly string[] {
  const names = [...new Set(styles)];
  if (names.some((name) => typeof name !== typeof names[0]))
    throw new UsageError(`--data: ${path}: train_styles and val_styles must both be names, or both be numbers.`);
  if (names.length < 2) throw new UsageError(`--data: ${path} has one style; two or more are needed.`);
  if (typeof names[0] === 'string') {
    const known = GENRES.filter((genre) => names.includes(genre));
    return [...known, ...(names as string[]).filter((name) => !known.includes(name as never)).sort()];
  }
  const count = Math.max(...(names as number[])) + 1;
  return Array.from({ length: count }, (_, label) => (count <= GENRES.length ? (GENRES[label] as string) : `style ${label}`));
}
