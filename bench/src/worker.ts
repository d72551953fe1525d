// One tfjs backend behind the protocol of peers/pytorch.py: reads `threads work`, prints the milliseconds of one repetition.
import { createInterface } from 'node:readline';
import { useBackend } from '@genlab/backend';
import { installGradients } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import { PEAK, peakMs } from './peak.js';
import { useWasm } from './tfjs-wasm.js';
import { type Repetition, works } from './works.js';

const backend = process.argv[2] ?? 'genlab';
installGradients();
const about = backend === 'wasm' ? await useWasm() : describe(await useBackend(backend as 'genlab' | 'cpu'));
process.stdout.write(`${JSON.stringify({ ready: `${about}, Node ${process.version}` })}\n`);

const made = new Map<string, Repetition>();
for await (const line of createInterface({ input: process.stdin })) {
  const [threads] = line.split(' ', 1);
  const asked = line.slice(line.indexOf(' ') + 1);
  if (backend === 'genlab') await useBackend('genlab', { threads: Number(threads) });
  if (asked === PEAK) {
    // A property of the engine and the core, which one thread of one system tells.
    process.stdout.write(`${JSON.stringify({ work: asked, ms: backend === 'genlab' ? peakMs() : null })}\n`);
    continue;
  }
  const name = asked.replace(/, once$/, '');
  let repetition = made.get(name);
  if (!repetition) {
    const work = works.find((candidate) => candidate.name === name);
    if (!work) throw new RangeError(`worker: expected a work of works.ts, got "${name}".`);
    repetition = work.make();
    made.set(name, repetition);
    if (asked === name) repetition();
  }
  const begin = performance.now();
  repetition();
  process.stdout.write(`${JSON.stringify({ work: name, ms: performance.now() - begin })}\n`);
}
tf.disposeVariables();

function describe({ name, build }: { name: string; build?: string }): string {
  return build ? `${name} (${build})` : name;
}
