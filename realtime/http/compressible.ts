import path from 'node:path';

/** Less than this gets hardly shorter, and fits into one packet either way. `/socket.js`, which every graphic loads, is longer. */
export const leastPackedBytes = 512;

const utf8 = (type: string): string => `${type}; charset=utf-8`;

/** Files that gzip makes clearly shorter, with the types by which they are served in either form. Pictures, sounds, films and WOFF are packed already. */
export const compressibleTypes: Readonly<Record<string, string>> = {
  html: utf8('text/html'),
  htm: utf8('text/html'),
  xhtml: 'application/xhtml+xml',
  js: utf8('text/javascript'),
  mjs: utf8('text/javascript'),
  jsx: utf8('text/jsx'),
  css: utf8('text/css'),
  scss: utf8('text/x-scss'),
  less: utf8('text/less'),
  json: utf8('application/json'),
  map: utf8('application/json'),
  webmanifest: utf8('application/manifest+json'),
  jsonld: 'application/ld+json',
  geojson: 'application/geo+json',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  txt: utf8('text/plain'),
  log: utf8('text/plain'),
  ini: utf8('text/plain'),
  md: utf8('text/markdown'),
  csv: utf8('text/csv'),
  tsv: utf8('text/tab-separated-values'),
  vtt: utf8('text/vtt'),
  srt: 'application/x-subrip',
  ics: utf8('text/calendar'),
  yaml: utf8('text/yaml'),
  yml: utf8('text/yaml'),
  toml: 'application/toml',
  hbs: utf8('text/x-handlebars-template'),
  wasm: 'application/wasm',
  gltf: 'model/gltf+json',
  obj: 'model/obj',
  mtl: 'model/mtl',
  ttf: 'font/ttf',
  otf: 'font/otf',
  ico: 'image/vnd.microsoft.icon',
  bmp: 'image/bmp',
};

/** The type of a file that is worth compressing; undefined: it isn't. */
export function compressibleType(file: string): string | undefined {
  const extension = path.extname(file).slice(1).toLowerCase();
  return Object.hasOwn(compressibleTypes, extension) ? compressibleTypes[extension] : undefined;
}
