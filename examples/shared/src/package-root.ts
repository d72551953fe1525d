import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The folder of an example, with its package.json.
 *
 * @param moduleUrl `import.meta.url` of a file in the example's `src`; built, it is in `dist`
 */
export function packageRootOf(moduleUrl: string): string {
  const places = ['../', '../../'].map((path) => new URL(path, moduleUrl));
  return fileURLToPath(places.find((url) => existsSync(new URL('package.json', url))) ?? (places[0] as URL));
}
