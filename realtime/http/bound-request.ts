import type { IncomingMessage } from 'node:http';

/** A request's body has this long to arrive. */
const bodyMs = 60_000;
/** An upload may take as long as its network needs, as long as this much comes in that time. */
const leastUploadBytes = 32 * 1024;

export type RequestBound = {
  /** Who takes the body now takes films, too: slow ones that move. False: not any more. */
  allowUpload(isUpload: boolean): void;
};

/** Cuts off who dribbles a body to hold a connection. */
export function boundRequest(request: IncomingMessage, withinMs = bodyMs): RequestBound {
  let mayLast = false;
  const bound: RequestBound = { allowUpload: (isUpload) => void (mayLast = isUpload) };
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (request.complete || length === '0' || (length === undefined && encoding === undefined)) return bound;
  let before = request.socket.bytesRead;
  const timer = setInterval(() => {
    const moved = request.socket.bytesRead - before;
    before = request.socket.bytesRead;
    if (request.complete) clearInterval(timer);
    else if (!mayLast || moved < leastUploadBytes) request.destroy();
  }, withinMs).unref();
  request.once('close', () => clearInterval(timer));
  return bound;
}
