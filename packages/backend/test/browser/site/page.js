import { work } from './work.js';

const inWorker = () =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message });
    worker.postMessage('go');
  });

const result = async () => ({ isolated: crossOriginIsolated, page: await work(), worker: await inWorker() });
globalThis.result = result().catch((error) => ({ error: String(error) }));
