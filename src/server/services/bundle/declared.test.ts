import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestFolders, type TestFolders } from './test-folders.ts';
import { startTestService, type TestService } from './test-service.ts';

let fixture: TestFolders;
let service: TestService;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(async () => {
  await service.bundles.close();
  await fixture.destroy();
});

it('[Z19] says of a bundle that could not be read that nobody knows what it asks for, and of none that lost its name', async () => {
  await fixture.bundle('good');
  await fixture.write('bundles/broken/package.json', '{ "name": ');
  await fixture.write('bundles/zz-twin/package.json', { name: 'good', version: '1.0.0', nodecg: { compatibleRange: '*' } });
  service = await startTestService(fixture);
  const declared = service.bundles.declared().map(({ name, isUnread = false }) => [name, isUnread]);
  expect(declared).toEqual([
    ['broken', true],
    ['good', false],
  ]);
});

it('[R9b] says which bundle a schema file is of, wherever a link leads', async () => {
  await fixture.bundle('vault');
  await fixture.bundle('show');
  await fixture.write('bundles/vault/schemas/codes.json', {});
  await fixture.write('bundles/show/schemas/score.json', {});
  await fixture.link('../../vault/schemas/codes.json', 'bundles/show/schemas/own.json');
  service = await startTestService(fixture);
  const owner = (path: string) => service.bundles.schemaOwner(path);
  expect(await owner('bundles/vault/schemas/codes.json')).toBe('vault');
  expect(await owner('bundles/show/schemas/own.json')).toBe('vault');
  expect(await owner('bundles/show/../vault/schemas/codes.json')).toBe('vault');
  expect(await owner('bundles/none.json')).toBeUndefined();
});
