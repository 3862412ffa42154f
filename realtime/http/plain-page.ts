import type { Language } from '#contract/language';

export type PlainPage = {
  title: string;
  /** HTML, escaped by the caller. */
  body: string;
  scripts?: string;
  /** What stands in the place of a graphic: transparent, and without a word where it may be on air. */
  inPlaceOfGraphic?: boolean;
  language?: Language;
  /** Begins with the product's name, as the sign-in pages do. */
  named?: boolean;
};

/** A page that the front door makes itself: it needs nothing that could be missing. */
export function plainPage({
  title,
  body,
  scripts = '',
  inPlaceOfGraphic = false,
  language = 'en',
  named = false,
}: PlainPage): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · NodeCG Next</title>
<style>
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: ${inPlaceOfGraphic ? 'transparent' : '#0b0e13'}; font: 16px/1.5 system-ui, sans-serif; }
main { box-sizing: border-box; max-width: 30rem; margin: 1rem; padding: 1.5rem 1.75rem; border: 1px solid #2a3340; border-radius: 12px; background: #11151c; color: #98a3b5; }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; font-weight: 600; color: #e7ebf1; }
p { margin: 0; }
p + p { margin-top: .5rem; }
.name { display: flex; align-items: center; gap: .6rem; margin-bottom: 1rem; font-weight: 700; color: #e7ebf1; }
code { color: #e7ebf1; font-size: .9em; overflow-wrap: anywhere; }
a { display: inline-grid; place-items: center; min-height: 44px; margin-top: 1.25rem; padding: 0 1.1rem; border-radius: 8px; border: 1px solid #2a69b6; background: #1c4f8f; color: #fff; font-weight: 600; text-decoration: none; }
a:hover { filter: brightness(1.15); }
a:focus-visible { outline: 2px solid #5aa9ff; outline-offset: 3px; }
.bar { height: 3px; margin-top: 1.5rem; border-radius: 2px; background: #1f2631; overflow: hidden; }
.bar i { display: block; width: 30%; height: 100%; background: #5aa9ff; animation: move 1.4s ease-in-out infinite alternate; }
@keyframes move { to { transform: translateX(233%); } }
@media (prefers-reduced-motion: reduce) { .bar i { animation: none; width: 100%; opacity: .5; } }
</style>
</head>
<body>
<main>${named ? name : ''}${body}</main>
${inPlaceOfGraphic ? hideOnAir : ''}${scripts}
</body>
</html>
`;
}

const name = '<p class="name"><img src="/icon.svg" alt="" width="30" height="30">NodeCG Next</p>';

/** Programs that mix pictures would put the words on air. */
const hideOnAir = `<script>document.querySelector('main').hidden=window.obsstudio!==undefined||/OBS|vMix|CasparCG|XSplit|Wirecast/i.test(navigator.userAgent)</script>`;

/** For HTML's text and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
