import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBundleRegistry } from './bundle-registry.ts';
import { createDatabase, type OpenDatabase } from './database.ts';
import { testDatabase, type TestDatabase } from './test-database.ts';

describe('createBundleRegistry', () => {
  let database: TestDatabase;
  let opened: OpenDatabase;
  let registry: ReturnType<typeof createBundleRegistry>;
  beforeAll(async () => {
    database = await testDatabase();
    opened = await createDatabase(database.url);
    registry = createBundleRegistry(database.url);
  });
  afterAll(async () => {
    await registry.close();
    await opened.close();
    await database.stop();
  });

  it('records what was found as rows that Prisma reads, and finds it changed the next time', async () => {
    await registry.record([
      { name: 'a', version: '1.0.0', config: { z: 1, a: 'b\u0000' }, enabled: true },
      { name: 'b', version: '1.0.0', config: null, enabled: false },
    ]);
    await registry.record([{ name: 'a', version: '1.1.0', config: { z: 2, a: 1 }, enabled: true }]);
    const rows = await opened.db.bundle.findMany({
      orderBy: { name: 'asc' },
      select: { name: true, version: true, config: true, enabled: true },
    });
    expect(rows).toEqual([
      { name: 'a', version: '1.1.0', config: { z: 2, a: 1 }, enabled: true },
      { name: 'b', version: '1.0.0', config: null, enabled: false },
    ]);
    expect(Object.keys(rows[0]?.config as object)).toEqual(['z', 'a']);
  });

  it('remembers what a person switched off, also of a bundle that it never saw', async () => {
    await registry.setEnabled('gone', false);
    await registry.setEnabled('a', false);
    expect(await registry.disabled()).toEqual(new Set(['a', 'b', 'gone']));
    await registry.record([{ name: 'a', version: '1.2.0', config: null, enabled: true }]);
    expect(await registry.disabled()).toEqual(new Set(['a', 'b', 'gone']));
    await registry.setEnabled('a', true);
    expect(await registry.disabled()).toEqual(new Set(['b', 'gone']));
  });

  it('works again after the database was away', async () => {
    await database.postgres.stop();
    await expect(registry.disabled()).rejects.toThrow();
    await database.restart();
    await expect
      .poll(() =>
        registry.disabled().then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('up');
  });
});
