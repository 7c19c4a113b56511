import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A backend with its own event loop: it answers 204 while the test's loop is blocked. */
export async function startForeignBackend(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const thread = new Worker(
    `const { createServer } = require('node:http');
    const { parentPort } = require('node:worker_threads');
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(204).end());
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true, execArgv: [] },
  );
  const [port] = await once(thread, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await thread.terminate();
    },
  };
}
