import { createInterface } from 'node:readline';
import type { Answer, Question } from './systems.js';

/** One repetition of a work: its result is there when it returns. */
type Repetition = () => void | Promise<void>;

/** What makes the first repetition of each kind of work out of its options. */
// biome-ignore lint/suspicious/noExplicitAny: the options are those of the kind, which works.ts wrote
export type Makers = Readonly<Record<string, (options: any) => Repetition>>;

/** Answers the questions of systems.ts on standard input and output, as peers/serve.py does. @param about what answers, and its version. */
export async function serve(about: string, makers: Makers, tfjsMs?: number): Promise<void> {
  const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: about, tfjsMs });
  let current = '';
  let repeat: Repetition | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const { kind, options, turnMs } = JSON.parse(line) as Question;
    if (kind === 'memory') {
      say({ bytes: process.resourceUsage().maxRSS * 1024 } satisfies Answer);
      continue;
    }
    try {
      const asked = `${kind} ${JSON.stringify(options)}`;
      if (asked !== current || !repeat) {
        const make = makers[kind];
        if (!make) throw new Error(`${kind} is not written for it`);
        current = asked;
        repeat = make(options);
      }
      say({ ms: await turn(repeat, turnMs) } satisfies Answer);
    } catch (error) {
      say({ missing: (error as Error).message.split('\n')[0] as string } satisfies Answer);
    }
  }
}

/** The milliseconds of each repetition, one at least, until the time is over. */
async function turn(repeat: Repetition, budget: number): Promise<number[]> {
  const times: number[] = [];
  for (let spent = 0; times.length === 0 || spent < budget; ) {
    const begin = performance.now();
    await repeat();
    times.push(performance.now() - begin);
    spent += times.at(-1) as number;
  }
  return times;
}
