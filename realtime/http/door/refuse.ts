import type { Asker } from '#contract/identity';
import { escapeHtml, plainPage } from '../plain-page.ts';
import { respondJson, respondPage, respondText, type Exchange } from '../respond.ts';
import { isGraphicPath, wantsPage } from '../unavailable-page.ts';

const signInText =
  'You are not signed in, or no longer. Sign in and try again; programs send a token as "Authorization: Bearer …".';
const foreignText =
  'This change was not asked for by a page of this server, so it was not made. Make it on the dashboard, or send a token as "Authorization: Bearer …".';
const refusedText = 'You may not see or do this. If you should, ask an administrator of this show to allow it.';

/** For nobody that counts: people are sent to sign in and come back, programs are told. A graphic stays without a word where it may be on air. */
export function askToSignIn(exchange: Exchange): void {
  const { request, response, path } = exchange;
  response.setHeader('cache-control', 'no-store');
  const isPage = wantsPage(exchange) && (request.method === 'GET' || request.method === 'HEAD');
  if (!isPage) return refuseProgram(exchange, 401, 'unauthorised', signInText);
  if (isGraphicPath(path) && isBroadcastProgram(request.headers['user-agent'])) return respondPage(exchange, 401, graphicPage);
  const address = signInAddress(exchange);
  // Inside of a dashboard that is still open: its frame is no place to sign in.
  if (isFrame(request.headers['sec-fetch-dest'])) return respondPage(exchange, 401, framePage(address));
  response.writeHead(302, { location: address }).end();
}

/** For somebody who is known. Says the same of what is hidden and of what doesn't exist. */
export function refuseSignedIn(exchange: Exchange, { actor }: Asker): void {
  const { path, response } = exchange;
  response.setHeader('cache-control', 'no-store');
  if (!wantsPage(exchange)) return refuseProgram(exchange, 403, 'forbidden', refusedText);
  const who = actor.kind === 'key' ? 'the key' : 'you are signed in as';
  const body = `<h1>Not for you</h1><p>There is nothing at this address that you may see: ${who} <code>${escapeHtml(actor.id)}</code>. If you should, ask an administrator of this show to allow it.</p><a href="/">To the dashboard</a>`;
  const page = plainPage({ title: 'Not for you', body, inPlaceOfGraphic: isGraphicPath(path) });
  respondPage(exchange, 403, page);
}

export function refuseForeign(exchange: Exchange): void {
  refuseProgram(exchange, 403, 'forbidden', foreignText);
}

function refuseProgram(exchange: Exchange, status: 401 | 403, code: 'unauthorised' | 'forbidden', message: string): void {
  const { request, response, path } = exchange;
  // What is still being sent isn't read.
  if (!request.complete && request.method !== 'GET' && request.method !== 'HEAD') response.setHeader('connection', 'close');
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  const isJson = path.startsWith('/api/') || (request.headers.accept ?? '').includes('json');
  if (isJson) respondJson(exchange, status, { ok: false, error: { code, message } });
  else respondText(exchange, status, message);
}

/** Where to sign in, and where to go then. A key doesn't go along: addresses are written down in many places. */
function signInAddress({ path, query }: Exchange): string {
  const rest = new URLSearchParams(query);
  for (const name of ['key', 'token']) rest.delete(name);
  const search = rest.size > 0 ? `?${rest.toString()}` : '';
  // Two slashes would name another server.
  const back = path.startsWith('//') || path.includes('\\') ? '/' : `${path}${search}`;
  return `/login?callbackUrl=${encodeURIComponent(back)}`;
}

function isFrame(destination: string | string[] | undefined): boolean {
  return destination === 'iframe' || destination === 'frame';
}

function isBroadcastProgram(userAgent: string | undefined): boolean {
  return /OBS|vMix|CasparCG|XSplit|Wirecast/i.test(userAgent ?? '');
}

const framePage = (address: string): string =>
  plainPage({
    title: 'Signed out',
    body: `<h1>Signed out</h1><p>You are not signed in any more, so this can’t be shown.</p><a target="_top" href="${escapeHtml(address)}">Sign in</a>`,
  });

const graphicPage = plainPage({
  title: 'A key is needed',
  body: '<h1>A key is needed</h1><p>Copy this graphic’s address on the dashboard again, with its key.</p>',
  inPlaceOfGraphic: true,
});
