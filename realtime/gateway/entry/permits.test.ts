import { expect, it } from 'vitest';
import type { Actor } from '#contract/replicant';
import { createAccessService } from '#services/access/index';
import { createPermits } from './permits.ts';

const actor: Actor = { kind: 'user', id: 'ada', role: 'OPERATOR', access: { reach: 'all', grants: [] } };
const lists = { panels: [], graphics: [] };

it('[Z19] a connection that sees everything reads nothing of a bundle that could not be read or isn’t there', () => {
  const access = createAccessService({
    now: () => 0,
    bundles: () => [
      { name: 'good', ...lists },
      { name: 'broken', ...lists, isUnread: true },
    ],
  });
  const permits = createPermits({ kind: 'dashboard', page: { kind: 'dashboard' }, actor }, access);
  expect(permits.seesEverything).toBe(true);
  const reads = (namespace: string, name: string) => permits.mayRead({ namespace, name });
  expect(['good', 'broken', 'gone'].map((name) => reads(name, 'score'))).toEqual([true, false, false]);
  expect([reads('_sounds', 'volume:master'), reads('nodecg', 'bundles')]).toEqual([true, true]);
});
