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
 * ASCII, arrives byte by byte; UTF-16 with a byte order mark becomes UTF-8. A page without a script gets its scripts at the end of its body.
 */
export function injectScripts(original: Buffer, { styles, scripts }: Injection): Buffer {
  const page = toUtf8(original);
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
  let inert = 0;
  const parser: Parser = new Parser({
    onopentag(name, attributes, isImplied) {
      if (isImplied) return;
      if (isInert(name)) inert += 1;
      if (inert > 0) return;
      if (name === 'head') places.headStart ??= parser.endIndex + 1;
      else if (name === 'script' || isLink(name, attributes, 'import')) places.script ??= parser.startIndex;
      else if (name === 'style' || isLink(name, attributes, 'stylesheet')) places.style ??= parser.startIndex;
    },
    onclosetag(name, isImplied) {
      if (isInert(name) && inert > 0) inert -= 1;
      if (name === 'body' && !isImplied) places.bodyEnd = parser.startIndex;
    },
  });
  const text = page.toString('latin1');
  // What comes after the first script doesn't matter, however long the page is.
  for (let start = 0; start < text.length && places.script === undefined; start += pieceLength) {
    parser.write(text.slice(start, start + pieceLength));
  }
  if (places.script === undefined) parser.end();
  return places;
}

const pieceLength = 64 * 1024;

/** What is in these doesn't run. */
function isInert(name: string): boolean {
  return name === 'template' || name === 'noscript';
}

function toUtf8(page: Buffer): Buffer {
  const isLittleEndian = page[0] === 0xff && page[1] === 0xfe;
  const isBigEndian = page[0] === 0xfe && page[1] === 0xff;
  if (!isLittleEndian && !isBigEndian) return page;
  return Buffer.from(new TextDecoder(isLittleEndian ? 'utf-16le' : 'utf-16be').decode(page));
}

function isLink(name: string, attributes: { [name: string]: string }, rel: string): boolean {
  return name === 'link' && (attributes.rel ?? '').toLowerCase().split(/\s+/).includes(rel);
}
