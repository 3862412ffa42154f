import type { Asker } from '#contract/identity';
import { escapeHtml, plainPage } from '../plain-page.ts';
import { readerLanguage } from '../reader-language.ts';
import { respondJson, respondPage, respondText, type Exchange } from '../respond.ts';
import { isGraphicPath, wantsPage } from '../unavailable-page.ts';
import { refusalTexts } from './refusal-texts.ts';

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
  if (isGraphicPath(path) && isBroadcastProgram(request.headers['user-agent']))
    return respondPage(exchange, 401, graphicPage(exchange));
  const address = signInAddress(exchange);
  // Inside of a dashboard that is still open: its frame is no place to sign in.
  if (isFrame(request.headers['sec-fetch-dest'])) return respondPage(exchange, 401, framePage(exchange, address));
  response.writeHead(302, { location: address }).end();
}

/** For somebody who is known. Says the same of what is hidden and of what doesn't exist. */
export function refuseSignedIn(exchange: Exchange, { actor }: Asker): void {
  const { path, request, response } = exchange;
  response.setHeader('cache-control', 'no-store');
  if (!wantsPage(exchange)) return refuseProgram(exchange, 403, 'forbidden', refusedText);
  const language = readerLanguage(request);
  const texts = refusalTexts[language];
  const who = `<code>${escapeHtml(actor.id)}</code>`;
  const said = actor.kind === 'key' ? texts.notForKey(who) : texts.notForUser(who);
  const body = `<h1>${texts.notForYou}</h1><p>${said}</p><a href="/">${texts.toDashboard}</a>`;
  respondPage(exchange, 403, plainPage({ title: texts.notForYou, body, language, inPlaceOfGraphic: isGraphicPath(path) }));
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

function framePage({ request }: Exchange, address: string): string {
  const language = readerLanguage(request);
  const { signedOut, signedOutText, signIn } = refusalTexts[language];
  const link = `<a target="_top" href="${escapeHtml(address)}">${signIn}</a>`;
  return plainPage({ title: signedOut, body: `<h1>${signedOut}</h1><p>${signedOutText}</p>${link}`, language });
}

function graphicPage({ request }: Exchange): string {
  const language = readerLanguage(request);
  const { needsKey, needsKeyText } = refusalTexts[language];
  const body = `<h1>${needsKey}</h1><p>${needsKeyText}</p>`;
  return plainPage({ title: needsKey, body, language, inPlaceOfGraphic: true });
}
