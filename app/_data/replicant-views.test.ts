import { describe, expect, it } from 'vitest';
import type { ReplicantSummary } from '#contract/inspect';
import type { HistoryEntry } from '#contract/replicant';
import { formatAgo, formatRate, formatSize } from './amounts.ts';
import { describeChange } from './describe-change.ts';
import { listRows, replicantHref } from './replicant-list.ts';

const summary = (namespace: string, name: string, more: Partial<ReplicantSummary> = {}): ReplicantSummary => ({
  key: { namespace, name },
  revision: 1,
  persistent: true,
  kind: 'value',
  bytes: 2,
  declared: true,
  changesPerSecond: 0,
  bytesPerSecond: 0,
  subscribers: 0,
  ...more,
});

describe('the list', () => {
  const all = [
    summary('nodecg', 'bundles'),
    summary('show', 'row10', { bytes: 9 }),
    summary('show', 'row2'),
    summary('clock', 'time'),
  ];
  const shown = (filter: string, sorting: 'name' | 'size') =>
    listRows(all, filter, sorting).map((row) =>
      row.kind === 'namespace' ? `${row.namespace} ${row.count}` : row.summary.key.name,
    );

  it('groups by namespace, the server’s own last, numbers in their order', () => {
    expect(shown('', 'name')).toEqual(['clock 1', 'time', 'show 2', 'row2', 'row10', 'nodecg 1', 'bundles']);
  });

  it('finds by every word, in namespace or name', () => {
    expect(shown('SHOW 10', 'name')).toEqual(['show 1', 'row10']);
    expect(shown('show time', 'name')).toEqual([]);
  });

  it('has the highest first in any other order, without groups', () => {
    expect(shown('', 'size')[0]).toBe('row10');
  });

  it('links to any name', () => {
    expect(replicantHref({ namespace: 'a&b', name: 'ü / x' })).toBe('/replicants?namespace=a%26b&name=%C3%BC+%2F+x');
  });
});

describe('what a change did', () => {
  const entry = (operations: HistoryEntry['operations'], inverse?: HistoryEntry['operations']): HistoryEntry => ({
    fromRevision: 1,
    revision: 2,
    stamp: 's',
    operations,
    ...(inverse && { inverse }),
    actor: { kind: 'user', id: 'local', role: 'ADMIN' },
    at: 0,
  });

  it('tells from what to what where the history knows it', () => {
    const operations = [{ path: '/teams/0', method: 'update' as const, args: { prop: 'score', newValue: 2 } }];
    const inverse = [{ path: '/teams/0', method: 'update' as const, args: { prop: 'score', newValue: 1 } }];
    expect(describeChange(entry(operations, inverse), 'all')).toEqual({
      lines: [{ place: 'teams[0].score', before: '1', after: '2' }],
      more: 0,
    });
    expect(describeChange(entry(operations), 'all').lines).toEqual([{ place: 'teams[0].score', after: '2' }]);
  });

  it('tells a burst of one place as one line, from the first to the last', () => {
    const to = (newValue: number) => ({ path: '/', method: 'update' as const, args: { prop: 'x', newValue } });
    expect(describeChange(entry([to(2), to(3), to(4)], [to(3), to(2), to(1)]), 'all')).toEqual({
      lines: [{ place: 'x', before: '1', after: '4' }],
      more: 0,
    });
  });

  it('names only what is different in a value that was assigned whole', () => {
    const whole = (home: number) => [{ path: '/', method: 'overwrite' as const, args: { newValue: { home, away: 1 } } }];
    expect(describeChange(entry(whole(2), whole(1)), 'all').lines).toEqual([{ place: 'home', before: '1', after: '2' }]);
  });

  it('shows array methods with their arguments, and counts what doesn’t fit', () => {
    const push = { path: '/log', method: 'push' as const, args: { mutatorArgs: ['goal'] } };
    expect(describeChange(entry([push, push, push, push, push]), 'all')).toEqual({
      lines: [1, 2, 3].map(() => ({ place: 'log', call: 'push("goal")' })),
      more: 2,
    });
  });
});

it('writes amounts shortly', () => {
  const sizes = [0, 999, 1_400, 12_345, 16_000_000, 2_300_000_000];
  expect(sizes.map(formatSize)).toEqual(['0 B', '999 B', '1.4 KB', '12 KB', '16 MB', '2.3 GB']);
  expect([0, 0.4, 2, 59.7].map(formatRate)).toEqual(['', '0.4/s', '2/s', '60/s']);
  expect([300, 12_000, 300_000, 7_200_000, 180_000_000].map(formatAgo)).toEqual(['', '12 s', '5 min', '2 h', '2 d']);
});
