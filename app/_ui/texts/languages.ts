import type { Language } from '#contract/language';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

export { languages, type Language } from '#contract/language';

const catalogues = { en, de } satisfies Record<Language, Texts>;

/** The catalogue of a language. */
export function textsOf(language: Language): Texts {
  return catalogues[language];
}
