// Bundles the suite with esbuild and runs it with jasmine, a process for each build of the kernels and way to run them. See scripts/conformance.mjs.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import Jasmine from 'jasmine';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const bundle = (name) => here(`../../build/conformance/${name}.cjs`);
const { values: options } = parseArgs({
  options: {
    filter: { type: 'string' },
    build: { type: 'string' },
    threads: { type: 'string' },
    capture: { type: 'boolean', default: false },
  },
});

/** The ways to run the suite: on one thread, on two, and with every call of a kernel captured and replayed as well. */
const ways = [
  ['--threads', '1'],
  ['--threads', '2'],
  ['--threads', '2', '--capture'],
];

if (options.build) await runSuite();
else await runAll();

/** The parent: bundles once, then starts a process for each build that the engine has. */
async function runAll() {
  mkdirSync(dirname(bundle('suite')), { recursive: true });
  await bundleFile('suite', './suite.ts');
  await bundleFile('load', '../../src/wasm/load.ts');
  const { availableBuilds } = await import(pathToFileURL(bundle('load')).href);
  for (const name of ['simd', 'relaxed']) {
    if (!availableBuilds().includes(name)) {
      console.log(`${name}: not run, this engine (Node ${process.version}) does not have it`);
      continue;
    }
    for (const way of ways) {
      const filter = options.filter ? ['--filter', options.filter] : [];
      const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--build', name, ...way, ...filter], {
        stdio: 'inherit',
      });
      if (status !== 0) process.exitCode = 1;
    }
  }
}

function bundleFile(name, entry) {
  return build({
    entryPoints: [here(entry)],
    outfile: bundle(name),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    // One tfjs-core for the tests and the backend: its ES modules. Their `sideEffects` annotation leaves out files that the tests need.
    mainFields: ['module', 'main'],
    ignoreAnnotations: true,
    alias: { 'jasmine-core': dirname(createRequire(import.meta.url).resolve('jasmine-core/package.json')) },
    logLevel: 'error',
  });
}

/** The child: one build, jasmine's verdict in one line. */
async function runSuite() {
  const { build, threads, capture } = options;
  Object.assign(process.env, {
    GENLAB_CONFORMANCE_BUILD: build,
    GENLAB_CONFORMANCE_THREADS: threads,
    GENLAB_CONFORMANCE_CAPTURE: capture ? '1' : '',
  });
  const jasmine = new Jasmine();
  jasmine.loadConfig({ spec_dir: '.', spec_files: [], random: false });
  jasmine.exitOnCompletion = false;
  jasmine.clearReporters();
  const failures = [];
  let specs = 0;
  let pending = 0;
  jasmine.addReporter({
    specDone({ status, fullName, failedExpectations }) {
      if (status !== 'excluded') specs++;
      if (status === 'pending') pending++;
      if (status === 'failed') failures.push({ fullName, failedExpectations });
    },
    suiteDone({ fullName, failedExpectations }) {
      if (failedExpectations.length > 0) failures.push({ fullName, failedExpectations });
    },
  });
  const start = performance.now();
  const say = console.log;
  for (const method of ['log', 'info', 'warn', 'error', 'table']) console[method] = () => {}; // some specs test what tfjs prints
  const { captured } = await import(pathToFileURL(bundle('suite')).href);
  await jasmine.execute(undefined, options.filter);
  for (const { fullName, failedExpectations } of failures) {
    say(`FAILED ${fullName}`);
    for (const { message, stack } of failedExpectations) {
      say(`  ${message.slice(0, 400)}\n${(stack ?? '').split('\n').slice(1, 5).join('\n')}`);
    }
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const verdict = `${specs} specs, ${failures.length} failures, ${pending} pending specs`; // jasmine's words, which npm test reads
  const calls = capture ? `, ${captured.replayed} calls of kernels replayed, ${captured.inJavaScript} in JavaScript` : '';
  say(`${build}, threads ${threads}: ${verdict}${calls} (${seconds} s, Node ${process.version})`);
  process.exitCode = failures.length > 0 || specs === 0 || (capture && captured.replayed === 0) ? 1 : 0;
}
