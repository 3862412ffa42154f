import type { GraphicView } from '#contract/bundle';

/** What goes into a browser source. */
export function absoluteUrl(graphic: GraphicView, origin: string, key?: string): string {
  const { href } = new URL(graphic.url, origin);
  return key === undefined ? href : `${href}?key=${encodeURIComponent(key)}`;
}

/** The same with OBS's own parameters for a dropped link (compat.md A.6): the source's name and size. */
export function obsUrl(graphic: GraphicView, origin: string, key?: string): string {
  // Not URLSearchParams: it writes a space as `+`, and OBS would show that plus in the source's name.
  const name = encodeURIComponent(graphic.file.replace(/\.html$/, ''));
  const size = `layer-height=${graphic.height}&layer-width=${graphic.width}`;
  return `${absoluteUrl(graphic, origin)}?layer-name=${name}&${size}${key === undefined ? '' : `&key=${encodeURIComponent(key)}`}`;
}

/** The page as the dashboard looks at it: it doesn't count as open. */
export function previewUrl(graphic: GraphicView): string {
  return `${graphic.url}?preview=true`;
}
