export { type ProgressLineOptions, type ProgressStream, progressLine } from './node/progress-line.js';
