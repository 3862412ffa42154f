import { expect, it } from 'vitest';
import { injectedScripts } from './injected-scripts.ts';

const page = { kind: 'graphic', url: '/bundles/b/graphics/index.html', loadedAt: 1 } as const;
const bundle = { name: 'b', version: '1.0.0', config: {}, page };
const panel = { ...bundle, page: { ...page, kind: 'panel' } } as const;

/** What a page loads and runs, in order; inline scripts by their beginning. */
function order(html: string): string[] {
  return [...html.matchAll(/<script(?: async)?(?: src="([^"]+)")?>([^<]{0,18})/g)].map(([, src, text]) => src ?? text ?? '');
}

it('[P3] gives a graphic NodeCG’s scripts in NodeCG’s order', () => {
  expect(order(injectedScripts(bundle, {}))).toEqual([
    'globalThis.ncgConf',
    '/socket.io/socket.io.js',
    '/socket.js',
    '/api.js',
    'globalThis.nodecg=',
    '/client_registration.js',
  ]);
});

it('[P19] loads SoundJS before the API where the bundle has sounds, and tells the API', () => {
  const html = injectedScripts({ ...bundle, _hasSounds: true }, {});
  expect(order(html).slice(2, 4)).toEqual(['/socket.js', '/node_modules/soundjs/lib/soundjs.min.js']);
  expect(html).toContain('"_hasSounds":true');
});

it('lets no value end the script that it stands in', () => {
  const html = injectedScripts({ ...bundle, config: { text: '</script><script>alert(1)//\u2028' } }, {});
  expect(html.match(/<script/g)).toHaveLength(6);
  expect(html).toContain('\\u003c/script>');
  expect(html).not.toContain('\u2028');
});

it('[P4] gives a panel the dashboard’s class and connection, and loads its own only where there is none', () => {
  const html = injectedScripts(panel, {});
  expect(html).toContain('window.NodeCG=window.top.NodeCG;window.socket=window.top.socket');
  expect(html).toContain('window.NodeCG||document.write("\\u003cscript src=\\"/socket.io/socket.io.js\\">');
  expect(order(html).at(-1)).toBe('/dialog_opener.js');
});

it('[P4] [C80] gives a standalone panel its own API and socket in plain scripts', () => {
  expect(order(injectedScripts(panel, {}, { standalone: true }))).toEqual([
    'globalThis.ncgConf',
    '/socket.io/socket.io.js',
    '/socket.js',
    '/api.js',
    'globalThis.nodecg=',
    '/client_registration.js',
    '/dialog_opener.js',
  ]);
});
