import type { BundleRegistry } from '#ports/bundle-registry';
import type { Database } from '#ports/database';
import { Prisma } from './generated/client.ts';

/** Bundles as rows. A bundle that was switched off stays so while its folder is gone. */
export function createBundleRegistry(db: Database): BundleRegistry {
  return {
    async disabled() {
      const rows = await db.bundle.findMany({ where: { enabled: false }, select: { name: true } });
      return new Set(rows.map((row) => row.name));
    },
    async record(bundles) {
      await db.$transaction(
        bundles.map(({ name, version, config, enabled }) => {
          const found = { version, enabled, config: config === null ? Prisma.JsonNull : config };
          return db.bundle.upsert({ where: { name }, create: { name, ...found }, update: found });
        }),
      );
    },
    async setEnabled(name, enabled) {
      await db.bundle.upsert({ where: { name }, create: { name, version: '', enabled }, update: { enabled } });
    },
  };
}
