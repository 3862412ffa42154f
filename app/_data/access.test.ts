import { describe, expect, it } from 'vitest';
import type { BundleView } from '#contract/bundle';
import type { RestrictionView } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import { endOfRight, isMaster, mayOf, resourceOf } from './access.ts';

const panel = (name: string, workspace: string, dialog = false) => ({ name, workspace, dialog });
const bundle = (name: string, panels: object[], access?: BundleView['access']) =>
  ({ name, panels, graphics: [], ...(access && { access }) }) as unknown as BundleView;
const restricted = (kind: RestrictionView['kind'], name: string): RestrictionView => ({
  kind,
  name,
  createdBy: 'ada',
  createdAt: 0,
});
const actor = (role: Actor['role'], access?: Actor['access']): Actor => ({
  kind: 'user',
  id: 'bob',
  role,
  ...(access && { access }),
});
const bundles = [
  bundle('score', [panel('main', 'default'), panel('notes', 'talk'), panel('ask', 'elsewhere', true)]),
  bundle('vault', [panel('door', 'default')], { replicants: { 'secret*': { read: 'OPERATOR' } } }),
];

describe('what a page knows of a resource', () => {
  it('E527 puts a panel into its own workspace and the rest of a bundle into all of them but dialogs’', () => {
    const show = { bundles, restrictions: [restricted('workspace', 'talk')] };
    expect(resourceOf({ kind: 'panel', bundle: 'score', name: 'notes' }, show)).toMatchObject({
      workspaces: [{ name: 'talk', restricted: true }],
    });
    expect(resourceOf({ kind: 'replicant', bundle: 'score', name: 'home' }, show)).toMatchObject({
      workspaces: [
        { name: 'default', restricted: false },
        { name: 'talk', restricted: true },
      ],
      restricted: false,
    });
  });

  it('E527 leaves out what the server would refuse: by role, by restriction, and by what a bundle asks for', () => {
    const show = { bundles, restrictions: [restricted('bundle', 'score')] };
    const viewer = mayOf(actor('VIEWER', { reach: 'all', grants: [] }), show);
    expect(viewer('replicant.read', { kind: 'replicant', bundle: 'vault', name: 'open' })).toBe(true);
    expect(viewer('replicant.write', { kind: 'replicant', bundle: 'vault', name: 'open' })).toBe(false);
    expect(viewer('replicant.read', { kind: 'replicant', bundle: 'vault', name: 'secret-1' })).toBe(false);
    expect(viewer('bundle.see', { kind: 'bundle', bundle: 'score' })).toBe(false);
    expect(viewer('user.manage')).toBe(false);
  });

  it('E527 lets a guest do what a grant says until it is over', () => {
    const grants = [{ kind: 'replicant' as const, pattern: 'score:*', level: 'write' as const, expiresAt: 100 }];
    const guest = actor('OPERATOR', { reach: 'granted', grants });
    const write = { kind: 'replicant', bundle: 'score', name: 'home' } as const;
    expect(mayOf(guest, { bundles, restrictions: [] }, () => 99)('replicant.write', write)).toBe(true);
    expect(mayOf(guest, { bundles, restrictions: [] }, () => 100)('replicant.write', write)).toBe(false);
    const mayAt = (who: Actor) => (at: number) => mayOf(who, { bundles, restrictions: [] })('replicant.write', write, at);
    expect(endOfRight(guest, mayAt(guest))).toBe(100);
    expect(endOfRight(actor('OPERATOR'), mayAt(actor('OPERATOR')))).toBe(undefined);
    expect(isMaster(actor('ADMIN'))).toBe(true);
    expect(isMaster(actor('ADMIN', { reach: 'granted', grants: [] }))).toBe(false);
  });
});
