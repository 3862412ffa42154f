import { expect, it } from 'vitest';
import { parseDeckPath } from './deck-path.ts';

it('reads workspaces and full-bleed panels, whatever their names', () => {
  expect(parseDeckPath('/workspaces/Run%20Control')).toEqual({ kind: 'workspace', name: 'run control' });
  expect(parseDeckPath('/workspaces/%D9%84%D9%88%D8%AD%D8%A9')).toEqual({ kind: 'workspace', name: 'لوحة' });
  expect(parseDeckPath('/panels/esa%2Flayouts/big')).toEqual({ kind: 'fullbleed', bundle: 'esa/layouts', panel: 'big' });
  expect(parseDeckPath('/workspaces/100%')).toEqual({ kind: 'workspace', name: '100%' });
});

it('leaves every other page alone', () => {
  expect(['/', '/graphics', '/bundles', '/workspaces', '/workspaces/a/b', '/panels/a'].map(parseDeckPath)).toEqual(
    Array(6).fill(undefined),
  );
});
