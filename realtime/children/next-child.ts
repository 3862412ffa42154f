import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseWebEnvironment } from '#server/config/parse-web-environment';
import { doorHeader, doorKeyOf, isDoorKey } from '../http/door-key.ts';

/* The child process that runs Next. Its one argument is NextChildOptions as JSON; it ends when its parent does. */

export type NextChildOptions = { dir: string; dev: boolean };
export type NextChildMessage = { type: 'listening'; port: number } | { type: 'failed'; reason: string };

const { dir, dev } = JSON.parse(process.argv[2] ?? '{}') as NextChildOptions;

// The parent is gone, or wants us gone: nobody could reach this process any more.
process.on('disconnect', () => process.exit(0));
if (!process.connected) process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));

const refusal = "This is not the server's address. The log says which is.";
const keepAliveMs = 120_000;

async function run(): Promise<number> {
  // Loading Next takes seconds on a busy machine, and a parent that ends meanwhile has to be heard.
  const { default: next } = await import('next');
  const server = http.createServer();
  // The front door keeps connections: one that this side closes may be in use just then.
  server.keepAliveTimeout = keepAliveMs;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const app = next({ dir, dev, hostname: '127.0.0.1', port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  // This port is guessable, and whoever asks here has passed none of the front door's checks.
  const key = doorKeyOf(parseWebEnvironment().REALTIME_SECRET);
  server.on('request', (request, response) => {
    const isFromDoor = isDoorKey(request.headers[doorHeader], key);
    delete request.headers[doorHeader];
    if (isFromDoor) return void handle(request, response);
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refusal);
  });
  return port;
}

function tell(message: NextChildMessage): void {
  process.send?.(message);
}

run().then(
  (port) => tell({ type: 'listening', port }),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    tell({ type: 'failed', reason: `Next could not start: ${error instanceof Error ? error.message : String(error)}` });
    process.exit(1);
  },
);
