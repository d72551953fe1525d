// npm run bench [-- --node 24] [flags of bench/src/main.ts]: every claim about speed, beside the peers, in one run; with --metrics, that of
// bench/src/metrics.ts.
import { join } from 'node:path';
import { downloads } from './lib/downloads.mjs';
import { takeNode } from './lib/other-node.mjs';
import { prepare } from './lib/prepare.mjs';
import { node, root, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const { path, version } = await takeNode(args);
await prepare();
const metrics = args.indexOf('--metrics');
const { code } =
  metrics < 0
    ? await node('bench/dist/main.js', [
        '--node-path',
        path,
        '--node-version',
        version,
        '--downloads',
        JSON.stringify(await downloads()),
        ...args,
      ])
    : await run(path, [join(root, 'bench/dist/metrics.js'), ...args.toSpliced(metrics, 1)]);
process.exitCode = code;
