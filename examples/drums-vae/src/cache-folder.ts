import { packageRootOf } from '../../shared/src/package-root.js';

/** Where a data set that was fetched is kept between runs. */
export const cacheFolder = `${packageRootOf(import.meta.url)}.cache`;
