import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { History } from '@genlab/core';
import { writeAtomically } from '../../shared/src/write-atomically.js';
import type { Moment } from './run.js';

const FILE = 'looks.bin';

/** Keeps the looks of a run, for the report of a training that is resumed. */
export function saveLooks(folder: string, moments: readonly Moment[]): void {
  writeAtomically(join(folder, FILE), serialize(moments));
}

/** The looks that are part of a history; none if they were not kept, or by a newer Node. */
export function readLooks(folder: string, history: History): Moment[] {
  const steps = new Set(history.evaluations.map(({ step }) => step));
  try {
    return (deserialize(readFileSync(join(folder, FILE))) as Moment[]).filter(({ step }) => steps.has(step));
  } catch {
    return [];
  }
}
