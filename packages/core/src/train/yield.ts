/** Lets the event loop take its turn: a page repaints, a signal handler runs. */
export function nextTurn(): Promise<void> {
  // setTimeout would wait 4 ms in a browser and 1 ms in Node.
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
