import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** One installed `@fontsource/*` package. */
export interface Family {
  /** The package's name without its scope, `abel`. */
  readonly id: string;
  readonly version: string;
  /** The one face that is used: upright, Latin, as near to weight 400 as there is. */
  readonly file: string;
  /** serif, sans-serif, display, handwriting or monospace. */
  readonly category: string;
  /** One line that names the font, its maker and its licence. */
  readonly attribution: string;
}

const require = createRequire(import.meta.url);
const SCOPE = '@fontsource/';

/** The names of all families of this example: the `@fontsource/*` dependencies of its package.json, sorted. */
export function familyNames(): string[] {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const scoped = Object.keys(manifest.dependencies).filter((name) => name.startsWith(SCOPE));
  return scoped.map((name) => name.slice(SCOPE.length)).sort();
}

/**
 * What is known about one installed family.
 *
 * @throws if the package isn't installed or holds no Latin .woff
 */
export function findFamily(id: string): Family {
  const folder = dirname(require.resolve(`${SCOPE}${id}/package.json`));
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { version } = read('package.json') as { version: string };
  const metadata = read('metadata.json') as Metadata;
  return {
    id,
    version,
    file: join(folder, 'files', faceOf(id, join(folder, 'files'))),
    category: metadata.category,
    attribution: attributionOf(id, metadata),
  };
}

/** Packages up to version 4 name the font differently, and carry a link for a licence. */
interface Metadata {
  readonly family?: string;
  readonly fontName?: string;
  readonly category: string;
  readonly license: string | { readonly type: string; readonly url: string; readonly attribution: string };
}

function faceOf(id: string, folder: string): string {
  const faces = readdirSync(folder).flatMap((name) => {
    const weight = new RegExp(`^${id}-latin-(\\d+)-normal\\.woff$`).exec(name)?.[1];
    return weight === undefined ? [] : [{ name, distance: Math.abs(Number(weight) - 400) }];
  });
  const face = faces.sort((a, b) => a.distance - b.distance)[0];
  if (face === undefined) throw new Error(`no upright Latin .woff in ${folder}`);
  return face.name;
}

function attributionOf(id: string, { family, fontName, license }: Metadata): string {
  const name = family ?? fontName ?? id;
  const terms = typeof license === 'string' ? `Licence: ${license}` : `${license.attribution} Licence: ${license.type}, ${license.url}`;
  return `${name} (${SCOPE}${id}): ${terms.replace(/\s+/g, ' ')}`;
}
