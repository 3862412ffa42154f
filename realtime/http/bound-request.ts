import type { IncomingMessage } from 'node:http';

/** A request's body has this long to arrive. */
const bodyMs = 60_000;
/** An upload may take as long as its network needs, as long as this much comes in that time. */
const leastUploadBytes = 32 * 1024;

/** Cuts off who dribbles a body to hold a connection. Uploads of films are slow, too, but they move. */
export function boundRequest(request: IncomingMessage, isUpload: boolean): void {
  if (request.complete || request.headers['content-length'] === '0') return;
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) return;
  let before = request.socket.bytesRead;
  const timer = setInterval(() => {
    const moved = request.socket.bytesRead - before;
    before = request.socket.bytesRead;
    if (request.complete) clearInterval(timer);
    else if (!isUpload || moved < leastUploadBytes) request.destroy();
  }, bodyMs).unref();
  request.once('close', () => clearInterval(timer));
}
