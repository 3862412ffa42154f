export const themes = ['dark', 'light', 'system'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'nodecg-theme';
export { languageCookie } from '#contract/language';
export const railCookie = 'nodecg-rail';

/** Remembers a small choice in this browser, readable by the server when it renders the next page. */
export function rememberChoice(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`;
}
