'use client';

import { useLanguage } from '../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../_ui/use-now.ts';

/** A moment as people write it. Only in the browser, which knows their time zone. */
export function Moment({ at, word = (when) => when }: { at: number; word?: (when: string) => string }) {
  const language = useLanguage();
  if (useNow() === 0) return null;
  const text = new Date(at).toLocaleString(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={new Date(at).toISOString()}>{word(text)}</time>;
}
