import { resolveInside } from './resolve-inside.ts';
import { respondNotFound, sendFile, type Exchange } from './respond.ts';

const stylesheet = /^\/dashboard\/css\/[\w-]+\.css$/;
/** Everything that pages load by NodeCG's addresses. */
const files = new Set([
  '/nodecg-api.min.js',
  '/socket.io/socket.io.js',
  '/socket.js',
  '/api.js',
  '/client_registration.js',
  '/dialog_opener.js',
  '/manifest.json',
  '/favicon.ico',
  '/icon.svg',
  '/service-worker.js',
]);

/** Files of `public/` that pages on air need: served here, so that they are there without Next. */
export function isPublicFile(path: string): boolean {
  return files.has(path) || stylesheet.test(path);
}

/** `publicDir` is real and absolute. */
export async function servePublicFile(exchange: Exchange, publicDir: string): Promise<void> {
  const file = await resolveInside(publicDir, exchange.path.split('/').slice(1), [publicDir]);
  if (file?.kind !== 'file') return respondNotFound(exchange);
  sendFile(exchange, file.real);
}
