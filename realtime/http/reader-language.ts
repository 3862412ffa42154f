import type { IncomingMessage } from 'node:http';
import { readCookies } from '#contract/credentials';
import { languageCookie, pickLanguage, type Language } from '#contract/language';

/** What the person who asks reads: chosen on the dashboard, else the browser's. */
export function readerLanguage({ headers }: Pick<IncomingMessage, 'headers'>): Language {
  return pickLanguage(readCookies(headers.cookie).get(languageCookie), headers['accept-language']);
}
