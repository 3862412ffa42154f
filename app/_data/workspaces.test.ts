import { describe, expect, it } from 'vitest';
import type { BundleView, PanelView } from '#contract/bundle';
import { firstPlace, placesOf, workspaceLabel, workspaceNamed } from './workspaces.ts';

const panel = (name: string, more: Partial<PanelView> = {}): PanelView => ({
  name,
  title: name,
  width: 2,
  headerColor: '#525F78',
  workspace: 'default',
  fullbleed: false,
  dialog: false,
  dialogButtons: [],
  url: `/bundles/b/dashboard/${name}.html`,
  file: `${name}.html`,
  ...more,
});
const bundle = (name: string, panels: PanelView[], enabled = true): BundleView => ({
  name,
  version: '1.0.0',
  kind: 'drop-in',
  enabled,
  state: enabled ? 'running' : 'stopped',
  problems: [],
  panels,
  graphics: [],
  extension: { state: 'none', restarts: 0 },
  dependencies: [],
  loadedAt: 0,
});

describe('placesOf', () => {
  it('groups panels across bundles: the default workspace first, the others by name', () => {
    const { workspaces } = placesOf([
      bundle('a', [panel('1', { workspace: 'run modifications' }), panel('2')]),
      bundle('b', [panel('3'), panel('4', { workspace: 'admin' })]),
    ]);
    expect(workspaces.map(({ name, href, panels }) => [name, href, panels.map(({ id }) => id)])).toEqual([
      ['default', '/workspaces/default', ['a.2', 'b.3']],
      ['admin', '/workspaces/admin', ['b.4']],
      ['run modifications', '/workspaces/run%20modifications', ['a.1']],
    ]);
  });

  it('keeps dialogs and disabled bundles off the grid, and gives full-bleed panels a place of their own', () => {
    const places = placesOf([
      bundle('a', [panel('ask', { dialog: true }), panel('big', { fullbleed: true })]),
      bundle('off', [panel('1')], false),
    ]);
    expect(places.workspaces).toEqual([]);
    expect(places.fullbleeds.map(({ href }) => href)).toEqual(['/panels/a/big']);
    expect(firstPlace(places)).toBe('/panels/a/big');
  });

  it('opens at the default workspace when nothing is there yet', () => {
    expect(firstPlace(placesOf([]))).toBe('/workspaces/default');
  });
});

it('shows a lower-cased name with a capital, in any script', () => {
  expect(['default', 'run control', 'überblick', 'ラン'].map((name) => workspaceLabel(name, 'Main'))).toEqual([
    'Main',
    'Run control',
    'Überblick',
    'ラン',
  ]);
});

it('knows the workspace that somebody means by its label', () => {
  const named = (typed: string, known: string[] = ['default', 'talks']) => workspaceNamed(typed, 'Hauptansicht', known);
  expect([named('Hauptansicht'), named(' hauptansicht '), named('default'), named('Talks'), named('Talk*')]).toEqual([
    'default',
    'default',
    'default',
    'talks',
    'talk*',
  ]);
  expect(named('Hauptansicht', ['default', 'hauptansicht'])).toBe('hauptansicht');
});
