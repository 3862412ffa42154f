'use client';

import { createContext, useContext, type ReactNode } from 'react';
import type { Texts } from './en.ts';
import { textsOf, type Language } from './languages.ts';

const LanguageContext = createContext<Language>('en');

/** Gives every component below it the texts of one language. */
export function TextsProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** The texts in this person's language. */
export function useTexts(): Texts {
  return textsOf(useContext(LanguageContext));
}

/** This person's language, for dates and numbers. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}
