import { describe, expect, it } from 'vitest';
import { accessActions, can, matches, maySteer, type AccessAction, type GrantRule, type Resource, type Role } from './access.ts';
import type { Actor } from './replicant.ts';

const now = 1_000;
const actor = (role: Role, access?: Actor['access'], kind: Actor['kind'] = 'user'): Actor => ({
  kind,
  id: 'ada',
  role,
  ...(access ? { access } : {}),
});
const guest = (role: Role, ...grants: GrantRule[]) => actor(role, { reach: 'granted', grants });
const server: Resource = { kind: 'server' };
const replicant: Resource = {
  kind: 'replicant',
  bundle: 'show',
  name: 'score',
  workspaces: [{ name: 'main', restricted: false }],
  restricted: false,
};
const hidden: Resource = { ...replicant, workspaces: [{ name: 'main', restricted: true }] };
const grant = (kind: GrantRule['kind'], pattern: string, level: GrantRule['level'] = 'read'): GrantRule => ({
  kind,
  pattern,
  level,
});

describe('the matrix of roles', () => {
  /** The seed's rows, in our words. */
  const matrix: [string, AccessAction, Resource, Role[]][] = [
    ['Replicant Read', 'replicant.read', replicant, ['ADMIN', 'OPERATOR', 'VIEWER']],
    ['Replicant Write', 'replicant.write', replicant, ['ADMIN', 'OPERATOR']],
    ['Bundle Management', 'bundle.manage', { ...replicant, kind: 'bundle' }, ['ADMIN']],
    ['User Management', 'user.manage', server, ['ADMIN']],
    ['Asset Upload', 'asset.upload', { ...replicant, kind: 'assets', name: 'logos' }, ['ADMIN', 'OPERATOR']],
    ['Settings', 'settings.change', server, ['ADMIN']],
  ];
  it.each(matrix)('[Z1] %s', (_, action, resource, roles) => {
    const allowed = (['ADMIN', 'OPERATOR', 'VIEWER'] as const).filter((role) => can(actor(role), action, resource, now));
    expect(allowed).toEqual(roles);
  });

  it('[Z1] every action is for exactly the roles of its kind', () => {
    const least = { read: ['ADMIN', 'OPERATOR', 'VIEWER'], write: ['ADMIN', 'OPERATOR'], admin: ['ADMIN'] };
    for (const [action, kind] of Object.entries(accessActions) as [AccessAction, keyof typeof least][])
      expect([
        action,
        (['ADMIN', 'OPERATOR', 'VIEWER'] as const).filter((role) => can(actor(role), action, server, now)),
      ]).toEqual([action, least[kind]]);
  });
});

describe('grants', () => {
  it('[Z2] let in beyond the role, at their level, until they end, and never to what is an administrator’s', () => {
    const viewer = (level: 'read' | 'write', expiresAt?: number) =>
      actor('VIEWER', {
        reach: 'all',
        grants: [{ ...grant('replicant', 'show:sc*', level), ...(expiresAt ? { expiresAt } : {}) }],
      });
    expect(can(viewer('write'), 'replicant.write', replicant, now)).toBe(true);
    expect(can(viewer('read'), 'replicant.write', replicant, now)).toBe(false);
    expect(can(viewer('write', now), 'replicant.write', replicant, now)).toBe(false);
    expect(can(viewer('write', now + 1), 'replicant.write', replicant, now)).toBe(true);
    expect(can(viewer('write'), 'replicant.write', { ...replicant, name: 'other' }, now)).toBe(false);
    expect(can(viewer('write'), 'bundle.manage', { ...replicant, kind: 'bundle' }, now)).toBe(false);
  });

  it.each([
    ['workspace', 'main', true],
    ['workspace', 'other', false],
    ['bundle', 'show', true],
    ['bundle', 'sho', false],
    ['replicant', 'show:*', true],
    ['replicant', '*:score', true],
    ['assets', 'show:*', false],
    ['graphic', '*', false],
  ] as const)('[Z3] a guest with %s "%s" reads the replicant: %s', (kind, pattern, isAllowed) => {
    expect(can(guest('OPERATOR', grant(kind, pattern)), 'replicant.read', replicant, now)).toBe(isAllowed);
  });

  it('[Z3] a guest has the dashboard and themselves, a key has not even that, and the role of neither counts', () => {
    for (const role of ['ADMIN', 'OPERATOR', 'VIEWER'] as const) {
      expect(can(guest(role), 'replicant.read', replicant, now)).toBe(false);
      expect(can(guest(role), 'user.manage', server, now)).toBe(false);
      expect(can(guest(role), 'health.read', server, now)).toBe(false);
      expect(can(guest(role), 'server.see', server, now)).toBe(true);
      expect(can(guest(role), 'account.own', server, now)).toBe(true);
      const key = actor(role, { reach: 'granted', grants: [] }, 'key');
      for (const action of ['server.see', 'account.own', 'layout.own'] as const)
        expect(can(key, action, server, now)).toBe(false);
    }
  });

  it('[Z2] say who may steer anything at all', () => {
    expect(maySteer(actor('OPERATOR'))).toBe(true);
    expect(maySteer(actor('VIEWER'))).toBe(false);
    expect(maySteer(guest('VIEWER', grant('bundle', 'show')))).toBe(false);
    expect(maySteer(guest('VIEWER', grant('bundle', 'show', 'write')))).toBe(true);
  });
});

describe('what is restricted, and what a bundle asks for', () => {
  it('[Z4] is hidden from every role but ADMIN, and not from who was granted it', () => {
    const bundle: Resource = { ...replicant, restricted: true };
    for (const resource of [hidden, bundle]) {
      expect(can(actor('OPERATOR'), 'replicant.read', resource, now)).toBe(false);
      expect(can(actor('ADMIN'), 'replicant.write', resource, now)).toBe(true);
      expect(can(guest('VIEWER', grant('workspace', 'main')), 'replicant.read', resource, now)).toBe(true);
    }
    const alsoElsewhere = { ...hidden, workspaces: [...hidden.workspaces, { name: 'open', restricted: false }] };
    expect(can(actor('VIEWER'), 'replicant.read', alsoElsewhere, now)).toBe(true);
    expect(can(actor('VIEWER'), 'workspace.see', { kind: 'workspace', name: 'main', restricted: true }, now)).toBe(false);
  });

  it('[Z5] counts for seeing and for steering', () => {
    const asks: Resource = { ...replicant, requires: { read: 'OPERATOR', write: 'ADMIN' } };
    expect(can(actor('VIEWER'), 'replicant.read', asks, now)).toBe(false);
    expect(can(actor('OPERATOR'), 'replicant.read', asks, now)).toBe(true);
    expect(can(actor('OPERATOR'), 'replicant.write', asks, now)).toBe(false);
    expect(can(actor('ADMIN'), 'replicant.write', asks, now)).toBe(true);
  });
});

it.each([
  ['a*c', 'abc', true],
  ['a*c', 'ac', true],
  ['a*c', 'acd', false],
  ['*', '', true],
  ['a*a', 'a', false],
  ['*b*d*', 'abcd', true],
  ['*d*b*', 'abcd', false],
  ['a.c', 'abc', false],
])('[Z2] pattern %s on "%s": %s', (pattern, text, isMatch) => {
  expect(matches(pattern, text)).toBe(isMatch);
});
