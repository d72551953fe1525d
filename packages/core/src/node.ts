/**
 * What needs Node: the folder as a store, and logs as files.
 * @module @genlab/core/node
 */
export { csv } from './node/csv.js';
export { folder } from './node/folder.js';
export { jsonLines } from './node/json-lines.js';
export { layersFolder } from './node/layers-folder.js';
export { type ProgressLineOptions, type ProgressStream, progressLine } from './node/progress-line.js';
export { type StopOnSignals, stopOnSignals } from './node/stop-on-signals.js';
export { type TensorBoardOptions, tensorBoard } from './node/tensorboard/tensor-board.js';
