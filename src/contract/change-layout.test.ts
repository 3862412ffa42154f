import { describe, expect, it } from 'vitest';
import { changeLayout, mostPanels, orderPanels } from './change-layout.ts';
import { noLayout, type LayoutChange, type UserLayout } from './layout.ts';

const workspace = 'desk';
const move = (panel: string, after: string | null, among: string[]): LayoutChange => ({
  workspace,
  kind: 'move',
  panel,
  after,
  among,
});
const usual = ['a', 'b', 'c', 'd'];
const change = (changes: LayoutChange[], layout: UserLayout = noLayout) => changes.reduce(changeLayout, layout);
const orderOf = (layout: UserLayout) => layout.workspaces[workspace]?.order;
const panelsOf = (layout: UserLayout) => layout.workspaces[workspace]?.panels;

describe('the order of panels', () => {
  it('[Y1] puts a new panel after the one that usually comes before it, and leaves no hole for one that is gone', () => {
    expect(orderPanels(usual, [])).toEqual(usual);
    expect(orderPanels(['a', 'new', 'b', 'c'], ['c', 'gone', 'b', 'a'])).toEqual(['c', 'b', 'a', 'new']);
    expect(orderPanels(['n1', 'n2', 'a', 'b'], ['b', 'a'])).toEqual(['n1', 'n2', 'b', 'a']);
    expect(orderPanels(['a'], ['a', 'a'])).toEqual(['a']);
  });

  it('[Y2] a move is made on the newest order, whatever its maker saw', () => {
    const first = change([move('a', 'c', usual)]);
    expect(orderOf(first)).toEqual(['b', 'c', 'a', 'd']);
    // Another window had not heard of the first one.
    expect(orderOf(changeLayout(first, move('d', null, usual)))).toEqual(['d', 'b', 'c', 'a']);
  });

  it('[Y2] moving twice is moving once; after a panel that is gone means last', () => {
    const once = change([move('a', 'c', usual)]);
    expect(changeLayout(once, move('a', 'c', usual))).toEqual(once);
    expect(orderOf(change([move('a', 'gone', usual)]))).toEqual(['b', 'c', 'd', 'a']);
  });

  it('[Y2] remembers panels that are not there now, for when they come back', () => {
    const before = change([move('x', 'a', ['a', 'x', 'b'])]);
    expect(orderOf(changeLayout(before, move('b', null, ['a', 'b'])))).toEqual(['b', 'a', 'x']);
  });

  it('[Y6] forgets panels that are gone when there are too many', () => {
    const gone = Array.from({ length: mostPanels }, (_, index) => `gone${index}`);
    const order = orderOf(change([move('gone0', null, gone), move('a', 'b', ['a', 'b'])]));
    expect(order).toHaveLength(mostPanels);
    expect(order?.slice(0, 2)).toEqual(['b', 'a']);
  });
});

describe('the size of panels', () => {
  it('[Y3] a change says one thing of one panel and leaves the rest', () => {
    const layout = change([
      { workspace, kind: 'arrange', panel: 'a', columns: 3 },
      { workspace, kind: 'arrange', panel: 'a', collapsed: true },
      { workspace, kind: 'arrange', panel: 'b', heightPx: 200 },
    ]);
    expect(panelsOf(layout)).toEqual({ a: { columns: 3, collapsed: true }, b: { heightPx: 200 } });
    const back = changeLayout(layout, { workspace, kind: 'arrange', panel: 'a', columns: null });
    expect(panelsOf(back)).toEqual({ a: { collapsed: true }, b: { heightPx: 200 } });
    expect(panelsOf(changeLayout(back, { workspace, kind: 'arrange', panel: 'a', collapsed: null }))).toEqual({
      b: { heightPx: 200 },
    });
  });

  it('[Y3] resets one panel, or all of a workspace and nothing of others', () => {
    const layout = change([
      move('a', 'c', usual),
      { workspace, kind: 'arrange', panel: 'a', columns: 3 },
      { workspace: 'other', kind: 'arrange', panel: 'z', columns: 2 },
    ]);
    const one = changeLayout(layout, { workspace, kind: 'reset-panel', panel: 'a' });
    expect(one.workspaces[workspace]).toEqual({ order: ['b', 'c', 'd'], panels: {} });
    expect(changeLayout(layout, { workspace, kind: 'reset' })).toEqual({
      workspaces: { other: { order: [], panels: { z: { columns: 2 } } } },
    });
    expect(changeLayout(noLayout, { workspace, kind: 'reset-panel', panel: 'a' })).toBe(noLayout);
  });

  it('[Y4] adopts only where nothing is stored; puts whatever there is', () => {
    const layout = { order: ['b', 'a'], panels: {} };
    const adopted = changeLayout(noLayout, { workspace, kind: 'adopt', layout });
    expect(adopted.workspaces[workspace]).toEqual(layout);
    const other = { order: ['a'], panels: {} };
    expect(changeLayout(adopted, { workspace, kind: 'adopt', layout: other })).toBe(adopted);
    expect(changeLayout(adopted, { workspace, kind: 'put', layout: other }).workspaces[workspace]).toEqual(other);
  });
});
