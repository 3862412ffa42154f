import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a handshake that comes too soon. Socket.IO itself knows only 400 and 403, so it is told nothing, and forgets the request. */
export function refuseHandshake(request: IncomingMessage, seconds: number): void {
  const text = `Too many connections at once from here. Try again in ${seconds} s.`;
  const { res: response } = request as IncomingMessage & { res?: ServerResponse };
  if (response) {
    response
      .writeHead(429, { 'retry-after': String(seconds), 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
      .end(text);
    return;
  }
  const head = `HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: ${seconds}\r\n`;
  request.socket.end(`${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`);
}
