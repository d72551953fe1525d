import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a system is asked: a turn of one work, which is repetitions for so many milliseconds; or its memory. */
export interface Question {
  readonly kind: string;
  readonly options?: object;
  readonly turnMs: number;
}

/** What it answers: the milliseconds of each repetition, the most bytes that were resident, or why it cannot. */
export type Answer = { readonly ms: readonly number[] } | { readonly bytes: number } | { readonly missing: string };

/** How to start a system. */
export interface Candidate {
  /** What the tables call it: a library and its version where there may be several, and its threads where they are chosen. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** How many threads it runs WebAssembly on; undefined of native code. */
  readonly wasmThreads?: number;
}

/** One library in one process of its own. */
export interface System extends Candidate {
  /** What answered: a version, a build. */
  readonly about: string;
  /** Milliseconds from the start of the process until it was ready for work. */
  readonly readyMs: number;
  /** How many of them tfjs took to load; undefined where there is none. */
  readonly tfjsMs?: number;
  ask(question: Question): Promise<Answer>;
  stop(): void;
}

/** Starts a system. @throws Error if its process ends before it is ready. */
export async function start(candidate: Candidate): Promise<System> {
  const { command, args } = candidate;
  const begin = performance.now();
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdin || !child.stdout) throw new Error(`${command}: expected pipes to its input and output, got none.`);
  const { stdin, stdout } = child;
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`${command} ${args.join(' ')}: expected an answer, but it ended.`);
    return JSON.parse(value as string);
  };
  const { ready, tfjsMs } = await next();
  return {
    ...candidate,
    about: ready,
    readyMs: performance.now() - begin,
    tfjsMs,
    ask: (question) => {
      stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    stop: () => stdin.end(),
  };
}
