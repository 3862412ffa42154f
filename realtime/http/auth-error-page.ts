import { escapeHtml, plainPage } from './plain-page.ts';
import { respondPage, type Exchange } from './respond.ts';

const longestMessage = 300;

/** NodeCG's `/authError?code&message&viewUrl`: where its clients go when the server ended their session. */
export function serveAuthError(exchange: Exchange): void {
  const { query } = exchange;
  const code = /^[\w-]{1,40}$/.exec(query.get('code') ?? '')?.[0];
  const message = (query.get('message') ?? '').slice(0, longestMessage) || 'This page may not talk to the server any more.';
  const said = `<p>${escapeHtml(message)}</p>${code ? `<p><code>${code}</code></p>` : ''}`;
  const back = ownAddress(query.get('viewUrl')) ?? '/dashboard/';
  const body = `<h1>Not signed in</h1>${said}<a href="${escapeHtml(back)}">Try again</a>`;
  respondPage(exchange, 200, plainPage({ title: 'Not signed in', body }));
}

/** A link may lead to a page of this server only. */
function ownAddress(text: string | null): string | undefined {
  if (text === null || !text.startsWith('/') || !URL.canParse(text, 'http://server')) return undefined;
  const { origin, pathname, search, hash } = new URL(text, 'http://server');
  // A second slash would name another server.
  return origin === 'http://server' && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
