import { cookies, headers } from 'next/headers';
import { pickLanguage, type Language } from '#contract/language';
import { railCookie, languageCookie, themeCookie, themes, type Theme } from './preference-names.ts';

export type Preferences = { language: Language; theme: Theme; railCollapsed: boolean };

/** What this browser's person has chosen, for rendering on the server. */
export async function readPreferences(): Promise<Preferences> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const theme = themes.find((known) => known === jar.get(themeCookie)?.value) ?? 'dark';
  return {
    language: pickLanguage(jar.get(languageCookie)?.value, head.get('accept-language')),
    theme,
    railCollapsed: jar.get(railCookie)?.value === 'collapsed',
  };
}
