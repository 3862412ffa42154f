import { resolveInside } from './resolve-inside.ts';
import { respondNotFound, sendFile, type Exchange } from './respond.ts';

const stylesheet = /^\/dashboard\/css\/[\w-]+\.css$/;

/** Files of `public/` that pages on air need: served here, so that they are there without Next. */
export function isPublicFile(path: string): boolean {
  return path === '/nodecg-api.min.js' || path === '/dialog_opener.js' || stylesheet.test(path);
}

/** `publicDir` is real and absolute. */
export async function servePublicFile(exchange: Exchange, publicDir: string): Promise<void> {
  const file = await resolveInside(publicDir, exchange.path.split('/').slice(1), [publicDir]);
  if (file?.kind !== 'file') return respondNotFound(exchange);
  sendFile(exchange, file.real);
}
