// The op tests that tfjs-core ships in its npm package, on our backend.
import './setup.js';
import '@tensorflow/tfjs-core/dist/tests.js';
import { exceptions } from './exceptions.js';

export { captured } from './captured-kernels.js';

/** The part of jasmine's global that is used here; its typings would collide with vitest's `expect`. */
declare const jasmine: { getEnv(): { configure(options: { specFilter: (spec: { getFullName(): string }) => boolean }): void } };

jasmine.getEnv().configure({ specFilter: (spec) => !exceptions.some((exception) => spec.getFullName().startsWith(exception.spec)) });
