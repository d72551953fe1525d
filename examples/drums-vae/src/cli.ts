#!/usr/bin/env node
import { stopOnSignals } from '@genlab/core/node';
import { main } from './main.js';

const stop = stopOnSignals();
process.exitCode = await main(process.argv.slice(2), { signal: stop.signal });
stop.dispose();
