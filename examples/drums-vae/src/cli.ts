#!/usr/bin/env node
import { main } from './main.js';

const controller = new AbortController();
process.on('SIGINT', () => {
  // Whoever asks twice wants no report.
  if (controller.signal.aborted) process.exit(130);
  controller.abort();
});
process.exitCode = await main(process.argv.slice(2), { signal: controller.signal });
