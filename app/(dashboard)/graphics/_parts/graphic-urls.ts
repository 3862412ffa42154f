import type { GraphicView } from '#contract/bundle';

/** What goes into a browser source. */
export function absoluteUrl(graphic: GraphicView, origin: string): string {
  return new URL(graphic.url, origin).href;
}

/** The same with OBS's own parameters for a dropped link (compat.md A.6): the source's name and size. */
export function obsUrl(graphic: GraphicView, origin: string): string {
  const url = new URL(graphic.url, origin);
  url.searchParams.set('layer-name', graphic.file.replace(/\.html$/, ''));
  url.searchParams.set('layer-height', String(graphic.height));
  url.searchParams.set('layer-width', String(graphic.width));
  return url.href;
}

/** The page as the dashboard looks at it: it doesn't count as open. */
export function previewUrl(graphic: GraphicView): string {
  return `${graphic.url}?preview=true`;
}
