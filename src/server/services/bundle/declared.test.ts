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
