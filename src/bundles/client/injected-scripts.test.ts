import { expect, it } from 'vitest';
import { injectedScripts } from './injected-scripts.ts';

const page = { kind: 'graphic', url: '/bundles/b/graphics/index.html', loadedAt: 1 } as const;

it('lets no value end the script that it stands in', () => {
  const html = injectedScripts({ name: 'b', version: '1.0.0', config: { text: '</script><script>alert(1)//\u2028' }, page }, {});
  expect(html.match(/<script/g)).toHaveLength(3);
  expect(html).toContain('\\u003c/script>');
  expect(html).not.toContain('\u2028');
});

it('gives a panel the dashboard’s class and connection, and loads its own only where there is none', () => {
  const html = injectedScripts({ name: 'b', version: '1.0.0', config: {}, page: { ...page, kind: 'panel' } }, {});
  expect(html).toContain('window.NodeCG=top.NodeCG;window.socket=top.socket');
  expect(html).toContain('window.NodeCG||document.write("\\u003cscript src=\\"/nodecg-api.min.js\\">\\u003c/script>")');
});
