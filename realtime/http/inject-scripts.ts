import { Parser } from 'htmlparser2';

/** What goes into a bundle's page on its way out. */
export type Injection = {
  /** Before the page's first style, so that the bundle's own styles win. */
  styles: string;
  /** Right before the page's first script or HTML import, so that the API is there when it runs. */
  scripts: string;
};

type Places = {
  script: number | undefined;
  style: number | undefined;
  headStart: number | undefined;
  bodyEnd: number | undefined;
};

/**
 * Inserts into a page without touching anything else of it: whatever the author wrote, in whatever order and encoding that contains
 * ASCII, arrives byte by byte. A page without a script gets its scripts at the end of its body.
 */
export function injectScripts(page: Buffer, { styles, scripts }: Injection): Buffer {
  const places = findPlaces(page);
  const end = places.bodyEnd ?? page.length;
  const script = places.script ?? end;
  const style = Math.min(places.style ?? places.headStart ?? script, script);
  return Buffer.concat([
    page.subarray(0, style),
    Buffer.from(styles),
    page.subarray(style, script),
    Buffer.from(scripts),
    page.subarray(script),
  ]);
}

/** Byte positions: one byte is one character in latin1, and all of HTML's own syntax is ASCII. */
function findPlaces(page: Buffer): Places {
  const places: Places = { script: undefined, style: undefined, headStart: undefined, bodyEnd: undefined };
  let templates = 0;
  const parser: Parser = new Parser({
    onopentag(name, attributes, isImplied) {
      if (isImplied) return;
      if (name === 'template') templates += 1;
      // What is in a template doesn't run.
      if (templates > 0) return;
      if (name === 'head') places.headStart ??= parser.endIndex + 1;
      else if (name === 'script' || isLink(name, attributes, 'import')) places.script ??= parser.startIndex;
      else if (name === 'style' || isLink(name, attributes, 'stylesheet')) places.style ??= parser.startIndex;
    },
    onclosetag(name, isImplied) {
      if (name === 'template' && templates > 0) templates -= 1;
      if (name === 'body' && !isImplied) places.bodyEnd = parser.startIndex;
    },
  });
  parser.end(page.toString('latin1'));
  return places;
}

function isLink(name: string, attributes: { [name: string]: string }, rel: string): boolean {
  return name === 'link' && (attributes.rel ?? '').toLowerCase().split(/\s+/).includes(rel);
}
