import type { IncomingMessage, Server } from 'node:http';

/** The one file below Socket.IO's own address, by both of its names. */
export function isClientScript({ url }: IncomingMessage): boolean {
  return /^\/socket\.io\/socket\.io(\.min)?\.js(\?|$)/.test(url ?? '');
}

/** Socket.IO takes every request below its address when it is attached. Those that `passes` says stay with who answered before. */
export function passBy(server: Server, passes: (request: IncomingMessage) => boolean, attach: () => void): void {
  const before = server.listeners('request');
  attach();
  const after = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    for (const listener of passes(request) ? before : after) listener.call(server, request, response);
  });
}
