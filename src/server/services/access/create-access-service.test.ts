import { describe, expect, it } from 'vitest';
import type { GrantRule, Role } from '#contract/access';
import type { BundleAccess } from '#contract/bundle-access';
import type { BundleView } from '#contract/bundle';
import type { RestrictionView } from '#contract/identity';
import type { SharedLayouts } from '#contract/layout';
import type { Actor } from '#contract/replicant';
import { createAccessService } from './create-access-service.ts';
import type { AccessBundle } from './types.ts';
import { maySavedState, visibleBundles, visibleLayouts } from './visible.ts';

const user = (role: Role, grants: GrantRule[] = [], reach: 'all' | 'granted' = 'all'): Actor => ({
  kind: 'user',
  id: 'ada',
  role,
  access: { reach, grants },
});
const panel = (name: string, workspace: string, dialog = false) => ({ name, workspace, dialog });
const bundle = (name: string, panels: AccessBundle['panels'] = [], access?: BundleAccess): AccessBundle => ({
  name,
  panels,
  graphics: [{ url: `/bundles/${name}/graphics/a.html` }],
  access,
});
const restricted = (kind: RestrictionView['kind'], name: string): RestrictionView => ({
  kind,
  name,
  createdBy: 'root',
  createdAt: 0,
});

async function start(bundles: AccessBundle[], restrictions: RestrictionView[] = []) {
  const held = { bundles, restrictions };
  const access = createAccessService({
    now: () => 0,
    bundles: () => held.bundles,
    restrictions: () => Promise.resolve(held.restrictions),
  });
  await access.loadRestrictions();
  return { access, held };
}
const replicant = (name: string, of = 'show') => ({ kind: 'replicant', bundle: of, name }) as const;

describe('what a resource is part of', () => {
  it('[Z6] a panel of its own workspace, the rest of a bundle of all of them', async () => {
    const { access } = await start(
      [bundle('show', [panel('a', 'open'), panel('b', 'secret'), panel('ask', 'default', true)])],
      [restricted('workspace', 'secret')],
    );
    const may = (name: string) => access.allows(user('OPERATOR'), 'panel.open', { kind: 'panel', bundle: 'show', name });
    expect([may('a'), may('b'), may('ask'), may('none')]).toEqual([true, false, true, false]);
    expect(access.allows(user('OPERATOR'), 'replicant.write', replicant('score'))).toBe(true);
    expect(access.seesWorkspace(user('OPERATOR'), 'open')).toBe(true);
    expect(access.seesWorkspace(user('OPERATOR'), 'secret')).toBe(false);
    expect(access.seesWorkspace(user('OPERATOR'), 'never heard of')).toBe(false);
    expect(access.seesWorkspace(user('ADMIN'), 'never heard of')).toBe(true);
  });

  it('[Z4][Z6] hides all of a bundle whose workspaces are all restricted, also when its folder is gone, and is told of changes', async () => {
    const { access, held } = await start([bundle('show', [panel('b', 'secret')])], [restricted('workspace', 'secret')]);
    const may = () => access.allows(user('OPERATOR'), 'replicant.read', replicant('score'));
    expect(may()).toBe(false);
    held.bundles = [];
    access.followBundles();
    expect(may()).toBe(false);
    let told = 0;
    const stop = access.onChange(() => (told += 1));
    const before = access.version;
    held.restrictions = [];
    await access.loadRestrictions();
    expect([may(), told, access.version > before]).toEqual([true, 1, true]);
    stop();
    access.followBundles();
    expect(told).toBe(1);
  });

  it('[Z7] is not known at first: nobody but an administrator is let in, and a failed reading keeps what was known', async () => {
    let fails = true;
    let known: AccessBundle[] | undefined;
    const access = createAccessService({
      now: () => 0,
      bundles: () => known,
      restrictions: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve([])),
    });
    const may = () => access.allows(user('OPERATOR'), 'replicant.read', replicant('score'));
    await expect(access.loadRestrictions()).rejects.toThrow('away');
    known = [bundle('show', [panel('a', 'open')])];
    access.followBundles();
    expect([may(), access.seesEverything(user('VIEWER')), access.seesEverything(user('ADMIN'))]).toEqual([false, false, true]);
    fails = false;
    await access.loadRestrictions();
    expect([may(), access.seesEverything(user('VIEWER'))]).toEqual([true, true]);
    fails = true;
    await expect(access.loadRestrictions()).rejects.toThrow('away');
    expect(may()).toBe(true);
    known = undefined;
    access.followBundles();
    expect(may()).toBe(false);
  });

  it('[Z5] asks for the highest of the roles that a bundle declares', async () => {
    const { access } = await start([
      bundle('show', [panel('a', 'open')], {
        bundle: { write: 'OPERATOR' },
        panels: { a: { read: 'OPERATOR' } },
        messages: { 'cue*': { write: 'ADMIN' } },
        replicants: { 'secret*': { read: 'OPERATOR' }, '*Key': { read: 'ADMIN' } },
      }),
    ]);
    const reads = (role: Role, name: string) => access.allows(user(role), 'replicant.read', replicant(name));
    expect([reads('VIEWER', 'score'), reads('VIEWER', 'secretX'), reads('OPERATOR', 'secretX')]).toEqual([true, false, true]);
    expect([reads('OPERATOR', 'secretKey'), reads('ADMIN', 'secretKey')]).toEqual([false, true]);
    const sends = (role: Role, name: string) =>
      access.allows(user(role), 'message.send', { kind: 'message', bundle: 'show', name });
    expect([sends('OPERATOR', 'other'), sends('OPERATOR', 'cueGo'), sends('ADMIN', 'cueGo')]).toEqual([true, false, true]);
    expect(access.allows(user('VIEWER'), 'panel.open', { kind: 'panel', bundle: 'show', name: 'a' })).toBe(false);
    expect([access.seesEverything(user('VIEWER')), access.seesEverything(user('OPERATOR'))]).toEqual([false, false]);
  });
});

describe('what the server keeps', () => {
  const lists = [
    replicant('bundles', 'nodecg'),
    replicant('open-graphics', 'nodecg'),
    replicant('collections', '_assets'),
    replicant('muted', '_sounds'),
  ];
  it('[Z8] lists of all of the show are for who sees all of it, to read', async () => {
    const { access } = await start([bundle('show', [panel('a', 'open')])]);
    const { access: less } = await start([bundle('show', [panel('a', 'open')])], [restricted('bundle', 'other')]);
    for (const list of lists) {
      expect(access.allows(user('VIEWER'), 'replicant.read', list)).toBe(true);
      expect(access.allows(user('OPERATOR'), 'replicant.write', list)).toBe(false);
      expect(less.allows(user('OPERATOR'), 'replicant.read', list)).toBe(false);
      expect(access.allows(user('ADMIN', [], 'granted'), 'replicant.read', list)).toBe(false);
      expect(less.allows(user('ADMIN'), 'replicant.read', list)).toBe(true);
    }
  });

  it('[Z8] a layout is its owner’s and an administrator’s', async () => {
    const { access } = await start([]);
    const mine = replicant('layout:ada', 'nodecg');
    expect(access.allows(user('VIEWER'), 'replicant.read', mine)).toBe(true);
    expect(access.allows({ ...user('OPERATOR'), id: 'bob' }, 'replicant.read', mine)).toBe(false);
    expect(
      access.allows({ ...user('ADMIN'), kind: 'key', access: { reach: 'granted', grants: [] } }, 'replicant.read', mine),
    ).toBe(false);
    expect(access.allows({ ...user('ADMIN'), id: 'root' }, 'replicant.read', mine)).toBe(true);
  });

  it('[Z8] a fader is its bundle’s, and a category can be granted as what it is or as a replicant', async () => {
    const { access } = await start([bundle('show', [panel('a', 'open')]), bundle('other')], [restricted('bundle', 'other')]);
    const fader = (of: string) => access.allows(user('OPERATOR'), 'replicant.write', replicant(`volume:${of}`, '_sounds'));
    expect([fader('show'), fader('other'), fader('master')]).toEqual([true, false, true]);
    expect(access.allows(user('VIEWER', [], 'granted'), 'replicant.read', replicant('volume:master', '_sounds'))).toBe(true);
    expect(access.allows(user('VIEWER', [], 'granted'), 'replicant.write', replicant('volume:master', '_sounds'))).toBe(false);
    const files = replicant('assets:logos');
    for (const [kind, pattern] of [
      ['assets', 'show:logos'],
      ['replicant', 'show:assets:*'],
    ] as const)
      expect(access.allows(user('VIEWER', [{ kind, pattern, level: 'read' }], 'granted'), 'replicant.read', files)).toBe(true);
    expect(access.allows(user('VIEWER', [], 'granted'), 'replicant.read', files)).toBe(false);
  });
});

describe('what of a list somebody may see', () => {
  const view = (name: string, panels: string[], dependencies: string[] = []) =>
    ({
      name,
      panels: panels.map((id) => ({ name: id })),
      graphics: [{ url: `/bundles/${name}/graphics/a.html` }],
      problems: [{ severity: 'error', message: 'It needs the bundle "vault"' }],
      dependencies: dependencies.map((id) => ({ name: id, range: '*', satisfied: true })),
      access: { panels: Object.fromEntries(panels.map((id) => [id, { read: 'VIEWER' }])), public: ['/hook'] },
    }) as unknown as BundleView;
  const bundles = [bundle('show', [panel('a', 'open'), panel('b', 'secret')]), bundle('vault', [panel('v', 'secret')])];
  const views = [view('show', ['a', 'b'], ['vault']), view('vault', ['v'])];

  it('[Z18] names nothing that is hidden', async () => {
    const { access } = await start(bundles, [restricted('workspace', 'secret')]);
    const seen = visibleBundles(access, user('OPERATOR'), views);
    expect(seen.map(({ name, panels }) => [name, panels.map((one) => one.name)])).toEqual([['show', ['a']]]);
    expect(JSON.stringify(seen)).not.toContain('vault');
    expect(seen[0]?.access).toEqual({ panels: { a: { read: 'VIEWER' } } });
    expect(visibleBundles(access, user('ADMIN'), views)).toEqual(views);
    const layouts: SharedLayouts = {
      layouts: [
        {
          id: '1',
          name: 'x',
          workspace: 'open',
          isDefault: false,
          at: 0,
          by: 'root',
          layout: { order: ['show.a', 'vault.v'], panels: { 'vault.v': {} } },
        },
        { id: '2', name: 'y', workspace: 'secret', isDefault: false, at: 0, by: 'root', layout: { order: [], panels: {} } },
      ],
    };
    const shared = visibleLayouts(access, user('OPERATOR'), layouts);
    expect(shared.layouts.map(({ id, layout }) => [id, layout])).toEqual([['1', { order: ['show.a'], panels: {} }]]);
  });

  it('[Z3][Z18] a guest for one graphic sees its bundle with nothing else of it', async () => {
    const { access } = await start(bundles);
    const guest = user('VIEWER', [{ kind: 'graphic', pattern: '/bundles/vault/graphics/a.html', level: 'read' }], 'granted');
    const seen = visibleBundles(access, guest, views);
    expect(seen.map(({ name, panels, graphics }) => [name, panels.length, graphics.length])).toEqual([['vault', 0, 1]]);
  });

  it('[Z18] a saved state of the whole show is for who sees all of it', async () => {
    const { access } = await start(bundles, [restricted('workspace', 'secret')]);
    const may = (role: Role, namespace: string | null) => maySavedState(access, user(role), 'saved.change', { namespace });
    expect([may('OPERATOR', 'show'), may('OPERATOR', 'vault'), may('OPERATOR', null), may('ADMIN', null)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(may('VIEWER', 'show')).toBe(false);
  });
});
