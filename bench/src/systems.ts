import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** What a system is asked: a turn of one work, which is repetitions for so many milliseconds; or its memory. */
export interface Question {
  readonly kind: string;
  readonly options?: object;
  readonly turnMs: number;
}

/**
 * What it answers: the milliseconds of each repetition, and in which way where it had a choice; the most bytes that were resident; why it cannot;
 * or after how long it was no longer waited for.
 */
export type Answer =
  | { readonly ms: readonly number[]; readonly how?: string }
  | { readonly bytes: number }
  | { readonly missing: string }
  | { readonly overMs: number };

/** An answer is waited for so long. A system that takes longer is ended, and started anew for its next question. */
const LIMIT_MS = 30_000;

/** How to start a system. */
export interface Candidate {
  /** What the tables call it: a library and its version where there may be several, and its threads where they are chosen. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** How many threads it runs WebAssembly on; undefined of native code. */
  readonly wasmThreads?: number;
  /** What it may spend on a work, where that is less than others may: of a system that takes many seconds. */
  readonly budgetMs?: number;
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
  const begin = performance.now();
  const first = launch(candidate);
  const { ready, tfjsMs } = await first.next();
  let server: Server | undefined = first;
  return {
    ...candidate,
    about: ready,
    readyMs: performance.now() - begin,
    tfjsMs,
    async ask(question) {
      if (!server) {
        server = launch(candidate);
        await server.next();
      }
      server.stdin.write(`${JSON.stringify(question)}\n`);
      const timer = new AbortController();
      const late = setTimeout(LIMIT_MS, { overMs: LIMIT_MS }, { signal: timer.signal });
      const answer: Answer = await Promise.race([server.next(), late]);
      timer.abort();
      if ('overMs' in answer) {
        server.kill();
        server = undefined;
      }
      return answer;
    },
    stop: () => server?.stdin.end(),
  };
}

/** A process that answers lines with lines. */
interface Server {
  readonly stdin: Writable;
  // biome-ignore lint/suspicious/noExplicitAny: the first line says who is ready, the others are answers
  next(): Promise<any>;
  kill(): void;
}

function launch({ command, args }: Candidate): Server {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    stdin: child.stdin,
    async next() {
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args.join(' ')}: expected an answer, but it ended.`);
      return JSON.parse(value);
    },
    kill: () => child.kill('SIGKILL'),
  };
}
