import { resolveInside } from './resolve-inside.ts';
import { respondNotFound, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

const stylesheet = /^\/dashboard\/css\/[\w-]+\.css$/;
/** Everything that pages load by NodeCG's addresses. */
const files = new Set([
  '/nodecg-api.min.js',
  '/nodecg-schemas.min.js',
  '/socket.io/socket.io.js',
  '/socket.js',
  '/api.js',
  '/nodecg-sounds.js',
  '/client_registration.js',
  '/dialog_opener.js',
  '/manifest.json',
  '/favicon.ico',
  '/icon.svg',
  '/service-worker.js',
]);

/** Other names of the same file: ours is always the small one. */
const aliases: Readonly<Record<string, string>> = { '/socket.io/socket.io.min.js': '/socket.io/socket.io.js' };

/** All of them by name, for the table of who may what. */
export const publicFiles: readonly string[] = [...files, ...Object.keys(aliases)];

/** Files of `public/` that pages on air need: served here, so that they are there without Next. */
export function isPublicFile(path: string): boolean {
  return files.has(path) || Object.hasOwn(aliases, path) || stylesheet.test(path);
}

/** `publicDir` is real and absolute. */
export async function servePublicFile(exchange: Exchange, publicDir: string): Promise<void> {
  const path = Object.hasOwn(aliases, exchange.path) ? aliases[exchange.path] : exchange.path;
  const file = await resolveInside(publicDir, (path ?? '').split('/').slice(1), [publicDir]);
  if (file?.kind !== 'file') return respondNotFound(exchange);
  await sendFile(exchange, file.real);
}
