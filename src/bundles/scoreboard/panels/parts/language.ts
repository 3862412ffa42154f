import { textsFor } from '../../texts.ts';

/** The dashboard's language when this panel is inside it, else the browser's. */
function languages(): readonly string[] {
  if (window.parent === window) return navigator.languages;
  try {
    return [window.parent.document.documentElement.lang, ...navigator.languages];
  } catch {
    return navigator.languages; // framed by a page of another origin
  }
}

export const { language, texts } = textsFor(languages());
