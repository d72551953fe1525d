/**
 * What needs Node: the progress line.
 * @module @genlab/core/node
 */
export { folder } from './node/folder.js';
export { type ProgressLineOptions, type ProgressStream, progressLine } from './node/progress-line.js';
