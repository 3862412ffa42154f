import { expect, it } from 'vitest';
import type { Subscribed } from './wire.ts';
import { expandRuns } from './subscribed-runs.ts';

const item = (channel: number) => ({
  ok: true as const,
  value: {
    channel,
    state: { kind: 'snapshot', value: channel, revision: 1, stamp: 'run' },
    persistent: true,
  } satisfies Subscribed,
});
const unchanged = (channel: number) => ({ ok: true, value: { channel, state: { kind: 'unchanged' }, persistent: true } });

it('[G23] puts the items of runs between the others, in the order asked', () => {
  expect(expandRuns({ items: [item(1), item(2)] })).toEqual([item(1), item(2)]);
  expect(expandRuns({ items: [], runs: [[0, 5, 3]] })).toEqual([unchanged(5), unchanged(6), unchanged(7)]);
  const runs: [number, number, number][] = [
    [1, 10, 2],
    [3, 30, 1],
  ];
  expect(expandRuns({ items: [item(1), item(9)], runs })).toEqual([
    item(1),
    unchanged(10),
    unchanged(11),
    unchanged(30),
    item(9),
  ]);
});
