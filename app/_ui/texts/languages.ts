import { de } from './de.ts';
import { en, type Texts } from './en.ts';

const catalogues = { en, de } satisfies Record<string, Texts>;
export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as Language[];

/** The catalogue of a language. */
export function textsOf(language: Language): Texts {
  return catalogues[language];
}

/** What the person chose, else the first of the browser's languages that we speak, else English. */
export function pickLanguage(chosen: string | undefined, acceptLanguage: string | null): Language {
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
  return text !== undefined && Object.hasOwn(catalogues, text);
}
