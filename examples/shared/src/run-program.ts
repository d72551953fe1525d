import { UsageError } from './usage-error.js';

/** The programs whose runs have a `run.json`. */
export type Program = 'drums-vae' | 'fonts-gan';

/**
 * Sees that a `run.json` was not written by another of the examples.
 *
 * @param path where it was read, for messages
 * @param content what is in it; without a `program` it passes, for its reader to judge
 * @throws UsageError if it names another program
 */
export function checkProgram(path: string, content: unknown, program: Program): void {
  const written: unknown = Object(content).program;
  if (written !== undefined && written !== program) throw new UsageError(`${path} is of a run of ${written}, not of ${program}.`);
}
