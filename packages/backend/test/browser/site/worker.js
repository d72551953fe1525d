import { work } from './work.js';

addEventListener('message', async () => postMessage(await work().catch((error) => ({ error: String(error) }))));
