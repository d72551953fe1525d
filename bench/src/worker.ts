// node worker.js <backend> <threads>: one system on JavaScript, which systems.ts asks for turns of a work.
export {};

const [backend = 'genlab', threads = '1'] = process.argv.slice(2);
if (backend === 'jax-js') {
  const { serveJaxJs } = await import('./jax-js.js');
  await serveJaxJs();
} else {
  const begin = performance.now();
  await import('@tensorflow/tfjs-layers'); // tfjs-core with it; named apart in the time to the first step
  const tfjsMs = performance.now() - begin;
  const { useSystem } = await import('./tfjs-systems.js');
  const about = await useSystem(backend, Number(threads));
  const [{ serve }, { makers }] = await Promise.all([import('./serve.js'), import('./makers.js')]);
  await serve(about, makers, tfjsMs);
}
