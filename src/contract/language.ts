/** What people are spoken to in. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Remembers what a browser's person has chosen. */
export const languageCookie = 'nodecg-language';

/** What the person chose, else the first of the browser's languages that we speak, else English. */
export function pickLanguage(chosen: string | undefined, acceptLanguage: string | null | undefined): Language {
  if (isLanguage(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.trim().split(';'))
    .map(([tag = '', q = 'q=1']) => ({
      language: tag.split('-')[0]?.toLowerCase(),
      weight: Number(q.trim().replace('q=', '')) || 0,
    }))
    .sort((a, b) => b.weight - a.weight);
  return wanted.map((w) => w.language).find(isLanguage) ?? 'en';
}

function isLanguage(text: string | undefined): text is Language {
  return languages.some((language) => language === text);
}
