import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One library in one process of its own, asked to time one repetition of one work at a time. */
export interface System {
  readonly name: string;
  /** What answered: a version, a build. */
  readonly about: string;
  /** Milliseconds of one repetition; undefined where the system cannot do the work. The first call makes and warms it. */
  time(work: string): Promise<number | undefined>;
  stop(): void;
}

/** One process may serve several systems that differ in threads alone, so that they share what is made once. */
interface Worker {
  readonly about: string;
  ask(line: string): Promise<{ ms: number | null }>;
  stop(): void;
}

async function start(command: string, args: readonly string[]): Promise<Worker> {
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdin || !child.stdout) throw new Error(`${command}: expected pipes to its input and output, got none.`);
  const { stdin, stdout } = child;
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`${command} ${args.join(' ')}: expected an answer, but it ended.`);
    return JSON.parse(value as string);
  };
  const { ready } = await next();
  return {
    about: ready,
    ask: (line) => {
      stdin.write(`${line}\n`);
      return next();
    },
    stop: () => stdin.end(),
  };
}

const systemOf = (worker: Worker, name: string, threads: number): System => ({
  name,
  about: worker.about,
  time: async (work) => (await worker.ask(`${threads} ${work}`)).ms ?? undefined,
  stop: () => worker.stop(),
});

/** A tfjs backend under the given Node. */
export async function tfjsSystem(name: string, backend: string, nodePath: string): Promise<System> {
  return systemOf(await startTfjs(backend, nodePath), name, 1);
}

/** GenLab's backend on two threads, and on one. */
export async function genlabSystems(nodePath: string): Promise<System[]> {
  const worker = await startTfjs('genlab', nodePath);
  return [systemOf(worker, 'genlab', 2), systemOf(worker, 'genlab, 1 thread', 1)];
}

const startTfjs = (backend: string, nodePath: string) => start(nodePath, [fileURLToPath(new URL('./worker.js', import.meta.url)), backend]);

/** PyTorch with one and with two threads; empty where no Python has torch. */
export async function pytorchSystems(): Promise<System[]> {
  const python = pythonWithTorch();
  if (!python) return [];
  const worker = await start(python, [fileURLToPath(new URL('../peers/pytorch.py', import.meta.url))]);
  return [1, 2].map((threads) => systemOf(worker, `PyTorch, ${threads} thread${threads > 1 ? 's' : ''}`, threads));
}

function pythonWithTorch(): string | undefined {
  const named = process.env.GENLAB_PYTHON;
  const candidates = named ? [named] : ['python3', '/usr/bin/python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0);
}
