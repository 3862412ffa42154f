import { describe, expect, it } from 'vitest';
import type { GrantRule, Role } from '#contract/access';
import type { Actor } from '#contract/replicant';
import { createAccessService } from './create-access-service.ts';
import type { AccessBundle, AccessDeps } from './types.ts';

const user = (role: Role, grants: GrantRule[] = []): Actor => ({
  kind: 'user',
  id: 'ada',
  role,
  access: { reach: 'all', grants },
});
const replicant = (bundle: string, name = 'score') => ({ kind: 'replicant', bundle, name }) as const;
const good: AccessBundle = { name: 'good', panels: [{ name: 'a', workspace: 'default', dialog: false }], graphics: [] };
const broken: AccessBundle = { name: 'broken', panels: [], graphics: [], isUnread: true };

async function start(bundles: AccessBundle[], more: Partial<AccessDeps> = {}) {
  const held = { bundles };
  const access = createAccessService({
    now: () => 0,
    bundles: () => held.bundles,
    restrictions: () => Promise.resolve([]),
    ...more,
  });
  await access.loadRestrictions();
  return { access, held };
}

describe('a bundle of which nobody knows what it asks for', () => {
  it.each(['broken', 'gone'])('[Z19] %s: what is its own is an administrator’s, and who is granted it', async (name) => {
    const { access } = await start([good, broken]);
    const may = (actor: Actor) => [
      access.allows(actor, 'replicant.read', replicant(name)),
      access.allows(actor, 'replicant.read', replicant(name, 'assets:logos')),
      access.allows(actor, 'message.send', { kind: 'message', bundle: name, name: 'cue' }),
      access.allows(actor, 'mount.call', { kind: 'bundle', bundle: name }),
    ];
    expect(may(user('VIEWER'))).toEqual([false, false, false, false]);
    expect(may(user('OPERATOR'))).toEqual([false, false, false, false]);
    expect(may(user('OPERATOR', [{ kind: 'bundle', pattern: name, level: 'write' }]))).toEqual([true, true, true, true]);
    expect(may(user('ADMIN'))).toEqual([true, true, true, true]);
    expect(access.allows(user('VIEWER'), 'replicant.read', replicant('good'))).toBe(true);
  });

  it('[Z19] hides no list and nothing of other bundles', async () => {
    const { access } = await start([good, broken]);
    expect([access.seesEverything(user('VIEWER')), access.seesEverything(user('OPERATOR'))]).toEqual([true, true]);
    const known = ['good', 'broken', 'gone', 'nodecg', '_assets', '_sounds'].map(access.isKnown);
    expect(known).toEqual([true, false, false, true, true, true]);
  });

  it('[Z6][Z19] keeps what was known of it before, and opens when it can be read', async () => {
    const { access, held } = await start([broken]);
    const may = () => access.allows(user('OPERATOR'), 'replicant.write', replicant('broken'));
    expect(may()).toBe(false);
    held.bundles = [{ ...broken, isUnread: false }];
    access.followBundles();
    expect(may()).toBe(true);
    held.bundles = [broken];
    access.followBundles();
    expect(may()).toBe(true);
  });
});

describe('while nobody has to sign in', () => {
  it('[Z20] neither restrictions nor manifests nor what is unknown bind a graphic; a preview of an account is bound', async () => {
    const kept: AccessBundle = { ...good, name: 'kept', access: { bundle: { read: 'ADMIN', write: 'ADMIN' } } };
    const restrictions = () => Promise.resolve([{ kind: 'bundle' as const, name: 'good', createdBy: 'root', createdAt: 0 }]);
    for (const isOpen of [true, false]) {
      const { access } = await start([good, kept, broken], { restrictions, isOpen });
      const graphic: Actor = { kind: 'graphic', id: 'good', role: 'OPERATOR' };
      const may = (actor: Actor) =>
        ['good', 'kept', 'broken', 'gone'].flatMap((name) => [
          access.allows(actor, 'replicant.read', replicant(name)),
          access.allows(actor, 'replicant.write', replicant(name)),
        ]);
      expect(new Set(may(graphic))).toEqual(new Set([isOpen]));
      expect(access.seesEverything(graphic)).toBe(isOpen);
      expect(new Set(may(user('OPERATOR')))).toEqual(new Set([false]));
    }
  });
});
