import { describe, expect, it } from 'vitest';
import { injectScripts } from './inject-scripts.ts';

const injection = { styles: '[styles]', scripts: '[scripts]' };
const inject = (page: string) => injectScripts(Buffer.from(page), injection).toString();

describe('injectScripts', () => {
  it.each([
    [
      'before the first script',
      '<html><head><script src=a></script><script src=b></script>',
      '<html><head>[styles][scripts]<script src=a></script><script src=b></script>',
    ],
    [
      'before a module script',
      '<head>\n  <script type="module">1</script></head>',
      '<head>[styles]\n  [scripts]<script type="module">1</script></head>',
    ],
    [
      'before an HTML import',
      '<head><LINK REL="import" href=x><script></script>',
      '<head>[styles][scripts]<LINK REL="import" href=x><script></script>',
    ],
    [
      'into a page without head',
      '<!DOCTYPE html><p>a</p><script>1</script>',
      '<!DOCTYPE html><p>a</p>[styles][scripts]<script>1</script>',
    ],
    [
      'at the end of the body without scripts',
      '<html><head></head><body><p>a</p></body></html>',
      '<html><head>[styles]</head><body><p>a</p>[scripts]</body></html>',
    ],
    ['at the end without anything', '<p>a', '<p>a[styles][scripts]'],
    [
      'styles before the first style',
      '<head><meta><style>a{}</style><script></script></head>',
      '<head><meta>[styles]<style>a{}</style>[scripts]<script></script></head>',
    ],
    [
      'styles before a stylesheet',
      '<head><title>x</title><link rel="preload stylesheet" href=a></head><body></body>',
      '<head><title>x</title>[styles]<link rel="preload stylesheet" href=a></head><body>[scripts]</body>',
    ],
    [
      'styles not after a script',
      '<head><script></script><style></style></head>',
      '<head>[styles][scripts]<script></script><style></style></head>',
    ],
    [
      'not into comments',
      '<!-- <script></script> --><script>1</script>',
      '<!-- <script></script> -->[styles][scripts]<script>1</script>',
    ],
    [
      'not into text areas and titles',
      '<title><script></title><script>1</script>',
      '<title><script></title>[styles][scripts]<script>1</script>',
    ],
    [
      'not into templates',
      '<template><script></script></template><script>1</script>',
      '<template><script></script></template>[styles][scripts]<script>1</script>',
    ],
    [
      'not into what only browsers without scripts show',
      '<head><noscript><style></style><script></script></noscript></head><script>1</script>',
      '<head>[styles]<noscript><style></style><script></script></noscript></head>[scripts]<script>1</script>',
    ],
    [
      'not fooled by attributes',
      '<p title="<script>">a</p><script>1</script>',
      '<p title="<script>">a</p>[styles][scripts]<script>1</script>',
    ],
    [
      'not fooled by a body end in a script',
      '<body><script>"</body>"</script></body>',
      '<body>[styles][scripts]<script>"</body>"</script></body>',
    ],
  ])('%s', (_, page, result) => expect(inject(page)).toBe(result));

  it('finds its places in a page of many megabytes, wherever it is cut', () => {
    const filler = (length: number) => '<p>é</p>'.repeat(length);
    for (const length of [0, 1, 7_281, 7_282, 300_000]) {
      const [before, after] = [`<head><style></style>${filler(length)}`, `<script>1</script>${filler(length)}</body>`];
      expect(inject(before + after) === before.replace('<style>', '[styles]<style>') + '[scripts]' + after).toBe(true);
      const plain = `<head></head><body>${filler(length)}`;
      expect(inject(`${plain}</body>`) === `${plain.replace('<head>', '<head>[styles]')}[scripts]</body>`).toBe(true);
    }
  });

  it.each([
    ['little-endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big-endian', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('turns %s UTF-16 into UTF-8', (_, encode) => {
    expect(injectScripts(encode('<p>Grüße</p><script>1</script>'), injection).toString()).toBe(
      '<p>Grüße</p>[styles][scripts]<script>1</script>',
    );
  });

  it('leaves every other byte as it was', () => {
    const page = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from('<!doctype html>\r\n<HTML><Head>\t<meta charset=latin1>Ünï&amp;&nbsp;&#60; '),
      Buffer.from([0xfc, 0xff, 0x80]),
      Buffer.from('<SCRIPT async>if (a<b && c>d) {}</SCRIPT><p unclosed>\r\n'),
    ]);
    const result = injectScripts(page, injection).toString('latin1');
    expect(Buffer.from(result.replace('[styles]', '').replace('[scripts]', ''), 'latin1').equals(page)).toBe(true);
    expect(result.indexOf('[scripts]')).toBe(result.indexOf('<SCRIPT') - '[scripts]'.length);
  });
});
