import { expect, it } from 'vitest';
import { packageFolders } from './node-modules.ts';

const folders = (projectDir: string, root: string) => packageFolders({ projectDir, root }).map(({ folder }) => folder);

it('[C109] looks upwards from the program and stops at the root that holds the bundles', () => {
  expect(folders('/srv/show/node_modules/nodecg-next', '/srv/show')).toEqual([
    '/srv/show/node_modules/nodecg-next/node_modules',
    '/srv/show/node_modules',
  ]);
  expect(folders('/srv/show/apps/server', '/srv/show')).toEqual([
    '/srv/show/apps/server/node_modules',
    '/srv/show/apps/node_modules',
    '/srv/show/node_modules',
  ]);
  expect(folders('/opt/nodecg-next', '/srv/show')).toEqual(['/opt/nodecg-next/node_modules', '/srv/show/node_modules']);
});

it('serves of the program’s own packages only what pages need', () => {
  const [own] = packageFolders({ projectDir: '/srv/nodecg', root: '/srv/nodecg' });
  expect([own?.serves('soundjs'), own?.serves('next')]).toEqual([true, false]);
});
