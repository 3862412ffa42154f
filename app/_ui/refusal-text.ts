import type { Language } from './texts/languages.ts';
import type { Texts } from './texts/en.ts';

type Refusals = Texts['signIn']['refusals'];
const plain: Readonly<Record<string, Exclude<keyof Refusals, 'lockedUntil'>>> = {
  wrong: 'wrong',
  CredentialsSignin: 'wrong',
  code: 'code',
  locked: 'locked',
  'not-allowed': 'notAllowed',
  AccessDenied: 'notAllowed',
  disabled: 'disabled',
  taken: 'taken',
  unlinked: 'unlinked',
  away: 'away',
  'too-many': 'tooMany',
  offline: 'offline',
  OAuthCallback: 'cancelled',
  Callback: 'cancelled',
  OAuthSignin: 'away',
};

/** What a refusal's code means, for a person. Codes of others' making mean no more than that it failed. */
export function refusalText(code: string, refusals: Refusals, language: Language): string {
  const until = Number(/^locked[:.](\d{1,16})$/.exec(code)?.[1] ?? Number.NaN);
  if (!Number.isNaN(until))
    return refusals.lockedUntil(
      new Date(until).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    );
  const name = Object.hasOwn(plain, code) ? plain[code] : undefined;
  return refusals[name ?? 'failed'];
}
