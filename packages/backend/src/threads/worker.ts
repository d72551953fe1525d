/** What a worker is given when it starts. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The worker's number, 1 or more. */
  readonly worker: number;
  /** Addresses of the control block and of the worker's own workspace. */
  readonly control: number;
  readonly workspace: number;
}

/** A running worker, as little of it as both Node's and a page's have in common. */
type StartWorker = (start: WorkerStart) => void;

// A worker's whole program: a string, so that no bundler has to find a file. It never returns to its event loop until it is stopped.
const SOURCE = `
const start = ({ module, memory, worker, control, workspace }) => {
  const { failTask, setWorkspace, work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  setWorkspace(workspace);
  try {
    work(control, worker);
  } catch (error) {
    failTask(control);
    throw error;
  }
  if (typeof close === 'function') close();
};
if (typeof require === 'function') start(require('node:worker_threads').workerData);
else onmessage = ({ data }) => start(data);
`;

/** What of Node's process object is used here. */
interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): typeof import('node:worker_threads');
  getBuiltinModule?(name: 'node:os'): typeof import('node:os');
  /** Node's permission model, where it is on. */
  permission?: { has(scope: 'worker'): boolean };
}

const nodeProcess = (globalThis as { process?: NodeProcess }).process;

/**
 * How workers are started here; undefined where there can be none: in a page's main thread, which must not block, without isolation, or in
 * a Node that does not permit them.
 */
export function workerStarter(): StartWorker | undefined {
  const threads = nodeProcess?.getBuiltinModule?.('node:worker_threads');
  if (threads) {
    if (nodeProcess?.permission?.has('worker') === false) return undefined;
    return (workerData) => {
      const worker = new threads.Worker(SOURCE, { eval: true, workerData, execArgv: [] });
      worker.on('error', () => {}); // whoever waits for it sees that it has failed
      worker.unref();
    };
  }
  const scope = globalThis as { crossOriginIsolated?: boolean; document?: unknown; Worker?: typeof Worker };
  if (!scope.crossOriginIsolated || scope.document !== undefined || typeof scope.Worker !== 'function') return undefined;
  return (start) => {
    const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = (event) => event.preventDefault();
    worker.postMessage(start);
  };
}

/** More threads than this would share too little work each. */
export const MAX_THREADS = 8;

/** Threads that run at once here, with the one that calls: 1 where there can be no workers. */
export function availableThreads(): number {
  if (!workerStarter()) return 1;
  const processors = nodeProcess?.getBuiltinModule?.('node:os').availableParallelism() ?? navigator.hardwareConcurrency;
  return Math.max(1, Math.min(MAX_THREADS, processors));
}
