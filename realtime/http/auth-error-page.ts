import { authErrorTexts } from './auth-error-texts.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { readerLanguage } from './reader-language.ts';
import { respondPage, type Exchange } from './respond.ts';

const longestMessage = 300;

/**
 * NodeCG's `/authError?code&message&viewUrl`: where its clients go when the server ended their session. Codes are explained in the reader's
 * language; the message is whatever the link says, so it is shown as a detail and leads nowhere.
 */
export function serveAuthError(exchange: Exchange): void {
  const { query, request } = exchange;
  const language = readerLanguage(request);
  const texts = authErrorTexts[language];
  const code = /^[\w-]{1,40}$/.exec(query.get('code') ?? '')?.[0];
  const message = (query.get('message') ?? '').slice(0, longestMessage);
  const text = code !== undefined && Object.hasOwn(texts.codes, code) ? texts.codes[code] : undefined;
  const detail = [code, message].filter(Boolean).join(': ');
  const said = `<p>${text ?? texts.unknown}</p>${detail && `<p><code>${escapeHtml(detail)}</code></p>`}`;
  const back = ownAddress(query.get('viewUrl')) ?? '/dashboard/';
  const body = `<h1>${texts.title}</h1>${said}<a href="${escapeHtml(back)}">${texts.again}</a>`;
  respondPage(exchange, 200, plainPage({ title: texts.title, body, language, named: true }));
}

/** A link may lead to a page of this server only. */
function ownAddress(text: string | null): string | undefined {
  if (text === null || !text.startsWith('/') || !URL.canParse(text, 'http://server')) return undefined;
  const { origin, pathname, search, hash } = new URL(text, 'http://server');
  // A second slash would name another server.
  return origin === 'http://server' && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
