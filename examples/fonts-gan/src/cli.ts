#!/usr/bin/env node
import { main } from './main.js';

const controller = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    // Whoever asks twice wants no report.
    if (controller.signal.aborted) process.exit(code);
    controller.abort();
  });
}
process.exitCode = await main(process.argv.slice(2), { signal: controller.signal });
