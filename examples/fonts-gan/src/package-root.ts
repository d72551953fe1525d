import { packageRootOf } from '../../shared/src/package-root.js';

/** The folder of this example, with its package.json. */
export const packageRoot = packageRootOf(import.meta.url);

/** Where drawn fonts and trained classifiers are kept between runs. */
export const cacheFolder = `${packageRoot}.cache`;
