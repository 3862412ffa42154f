import { randomUUID } from 'node:crypto';
import type { BundleRegistry } from '#ports/bundle-registry';
import { openPool } from './open-pool.ts';

const disabledSql = 'select name from bundle where not enabled';
const recordSql = `insert into bundle (id, name, version, config, enabled, updated_at)
  select found.*, now() from unnest($1::text[], $2::text[], $3::text[], $4::json[], $5::boolean[]) as found
  on conflict (name) do update set version = excluded.version, config = excluded.config, updated_at = now()`;
const enableSql = `insert into bundle (id, name, version, enabled, updated_at) values ($1, $2, '', $3, now())
  on conflict (name) do update set enabled = excluded.enabled, updated_at = now()`;

/**
 * The registry in plain SQL, since the gateway writes it: Prisma's query compiler would double the memory of the process that must stay lean.
 * A bundle that was switched off stays so while its folder is gone.
 */
export function createBundleRegistry(url: string): BundleRegistry & { close(): Promise<void> } {
  const pool = openPool({ url, name: 'nodecg-next bundle-registry', max: 1, connectMs: 5_000, answerMs: 15_000 });
  return {
    async disabled() {
      const { rows } = await pool.query<{ name: string }>(disabledSql);
      return new Set(rows.map(({ name }) => name));
    },
    async record(bundles) {
      if (bundles.length === 0) return;
      const column = <T>(read: (bundle: (typeof bundles)[number]) => T) => bundles.map(read);
      await pool.query(recordSql, [
        column(() => randomUUID()),
        column(({ name }) => name),
        column(({ version }) => version),
        column(({ config }) => JSON.stringify(config)),
        column(({ enabled }) => enabled),
      ]);
    },
    async setEnabled(name, enabled) {
      await pool.query(enableSql, [randomUUID(), name, enabled]);
    },
    close: () => pool.end(),
  };
}
