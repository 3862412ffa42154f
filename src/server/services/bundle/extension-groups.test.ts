import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { groupExtensions, type RunningBundle } from './extension-groups.ts';

function running(
  name: string,
  dependsOn: string[] = [],
  more: { entry?: string | null; revision?: string; raw?: Json; asksFor?: string[] } = {},
): RunningBundle {
  const bundleDependencies = Object.fromEntries(dependsOn.map((dependency) => [dependency, '*']));
  const lists = { panels: [], graphics: [], mounts: [], assetCategories: [], soundCues: [] };
  const manifest = {
    name,
    version: '1.0.0',
    bundleDependencies,
    ...lists,
    transformBareModuleSpecifiers: false,
    raw: more.raw ?? { name },
  };
  const extensionEntry = more.entry === null ? undefined : `/b/${name}/extension.js`;
  const loaded = {
    name,
    kind: 'drop-in' as const,
    dir: `/b/${name}`,
    manifest,
    config: {},
    extensionEntry,
    warnings: [],
    loadedAt: 0,
  };
  return { loaded, revision: more.revision ?? '', asksFor: new Set(more.asksFor) };
}

describe('groupExtensions', () => {
  it('[B5.4] joins bundles that depend on each other, also through one without an extension', () => {
    const bundles = [
      running('lib'),
      running('style', ['lib'], { entry: null }),
      running('alone'),
      running('b', ['style']),
      running('a', ['lib']),
    ];
    expect(groupExtensions(bundles).map((group) => [group.name, group.bundles.map(({ name }) => name)])).toEqual([
      ['a+b+lib', ['lib', 'b', 'a']],
      ['alone', ['alone']],
    ]);
  });

  it('[B5.5] does not join bundles that only share one without an extension', () => {
    const bundles = [running('style', [], { entry: null }), running('a', ['style']), running('b', ['style'])];
    expect(groupExtensions(bundles).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('[B5.9] joins extensions that ask for each other without a declared dependency, but not for what has none', () => {
    const bundles = [
      running('a'),
      running('b'),
      running('page', [], { entry: null }),
      running('z', [], { asksFor: ['a', 'page', 'log'] }),
    ];
    expect(groupExtensions(bundles).map(({ name }) => name)).toEqual(['a+z', 'b']);
  });

  it('[B5.6] changes the fingerprint of the group concerned only, and not for panels and graphics', () => {
    const marks = (a: Parameters<typeof running>[2]): string[] =>
      groupExtensions([running('a', [], a), running('b')]).map(({ fingerprint }) => fingerprint);
    const [a, b] = marks({ raw: { nodecg: { graphics: [] } } });
    expect(marks({ raw: { nodecg: { graphics: [{ file: 'new.html' }] } } })).toEqual([a, b]);
    const edited = marks({ raw: { nodecg: { graphics: [] } }, revision: 'edited' });
    expect(edited[0]).not.toBe(a);
    expect(edited[1]).toBe(b);
  });
});
