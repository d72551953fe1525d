import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of this example, with its package.json: the code runs from `src`, `src/data` or `dist`. */
export const packageRoot = fileURLToPath(
  [new URL('../', import.meta.url), new URL('../../', import.meta.url)].find((url) => existsSync(new URL('package.json', url))) ??
    new URL('../', import.meta.url),
);

/** Where drawn fonts and trained classifiers are kept between runs. */
export const cacheFolder = `${packageRoot}.cache`;
