import type { Finished } from './write-run.js';

/** The run as one page. */
export async function reportOf({ summary }: Finished): Promise<string> {
  return `<!doctype html><meta charset="utf-8"><title>fonts-gan</title><pre>${JSON.stringify(summary, null, 2)}</pre>`;
}
