import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setAside } from '../../../shared/src/set-aside.js';
import { cached } from './cache.js';
import { drawLetters, LETTERS, RENDERER, SIZE } from './face.js';
import { type Family, familyNames, findFamily } from './families.js';
import { type Dataset, type Images, pick } from './images.js';

/** Of 205 families, exactly 40 are kept for validation. */
const VALIDATION_SHARE = 40 / 205;

/**
 * The letters A-Z of the `@fontsource/*` families this example depends on. Drawing them takes some seconds, once: the images are
 * kept in `cacheFolder` until the list, a package's version or the renderer changes.
 */
export function loadFontsource({ cacheFolder, names = familyNames() }: { cacheFolder: string; names?: readonly string[] }): Dataset {
  const families: Family[] = [];
  const skipped: string[] = [];
  for (const name of names) attempt(name, skipped, () => families.push(findFamily(name)));
  const listed = families.map(({ id, version }) => `${id}@${version}`).join('\n');
  const hash = createHash('sha256').update(`${RENDERER}\n${listed}`).digest('hex').slice(0, 16);

  const perFamily = LETTERS.length * SIZE * SIZE;
  const pixels = cached(join(cacheFolder, `fonts-${hash}.bin`), () => drawAll(families), families.length * perFamily);
  // A family that could not be drawn is blank in the cache, so that the next run names it too.
  const drawn = families.filter((_, i) => pixels.subarray(i * perFamily, (i + 1) * perFamily).some((value) => value > 0));
  for (const family of families) {
    if (!drawn.includes(family)) attempt(family.id, skipped, () => drawLetters(readFileSync(family.file)));
  }

  const all: Images = {
    pixels,
    labels: Int32Array.from({ length: families.length * LETTERS.length }, (_, i) => i % LETTERS.length),
    origins: families.flatMap(({ id }) => LETTERS.map(() => id)),
  };
  const kept = new Set(drawn.map(({ id }) => id));
  const aside = setAside([...kept], VALIDATION_SHARE);
  const positions = all.origins.flatMap((id, i) => (kept.has(id) ? [i] : []));
  return {
    name: `${kept.size} font families`,
    height: SIZE,
    width: SIZE,
    classes: LETTERS,
    train: pick(
      all,
      positions.filter((i) => !aside.has(all.origins[i] as string)),
    ),
    validation: pick(
      all,
      positions.filter((i) => aside.has(all.origins[i] as string)),
    ),
    attributions: drawn.map(({ attribution }) => attribution),
    skipped,
    hash,
  };
}

function attempt(name: string, skipped: string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    skipped.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
  }
}

function drawAll(families: readonly Family[]): Uint8Array {
  const perFamily = LETTERS.length * SIZE * SIZE;
  const pixels = new Uint8Array(families.length * perFamily);
  for (const [index, { file }] of families.entries())
    attempt(file, [], () => pixels.set(drawLetters(readFileSync(file)), index * perFamily));
  return pixels;
}
