import { expect, it } from 'vitest';
import type { SystemHealth } from '#contract/internal';
import { en } from '../_ui/texts/en.ts';
import { healthLines, knownHealth, wantsAttention } from './health-lines.ts';

const data: SystemHealth = {
  readiness: {
    ready: true,
    version: '1.0.0',
    checks: [
      { name: 'database', state: 'ok' },
      { name: 'disk', state: 'attention' },
    ],
  },
  durability: { state: 'ok', unstored: 0 },
  signs: {
    eventLoop: { state: 'ok', stalls: 0 },
    disk: { state: 'low', free: 1e9 },
    clients: { state: 'ok', connected: { dashboard: 1, graphics: 0, extension: 0 }, slow: 0, cutOff: 0 },
    clock: { state: 'ok', jumps: 0 },
  },
};
const answered = { data, isError: false, dataUpdatedAt: 5_000 };

it('says how the server is while it answers', () => {
  expect(knownHealth(answered, true)).toEqual({ isCurrent: true, health: data });
});

it('never takes the last answer for the present without a connection, or after an error', () => {
  expect(knownHealth(answered, false)).toEqual({ isCurrent: false, since: 5_000, health: data });
  expect(knownHealth({ ...answered, isError: true }, true)).toEqual({ isCurrent: false, since: 5_000, health: data });
});

it('knows nothing before the first answer', () => {
  expect(knownHealth({ data: undefined, isError: false, dataUpdatedAt: 0 }, true)).toEqual({ isCurrent: false });
});

it('puts what wants attention first', () => {
  const lines = healthLines(data, en.health);
  expect(lines.map(({ name }) => name)).toEqual(['disk', 'database']);
  expect(lines.filter(wantsAttention)).toHaveLength(1);
});

it('says what is wrong with a connection that others can read along, and of Redis only when it is away', () => {
  const checks = [
    { name: 'redis', state: 'ok' },
    { name: 'https', state: 'attention', detail: 'for the log' },
  ] as const;
  const lines = healthLines({ ...data, readiness: { ...data.readiness, checks: [...checks] } }, en.health);
  expect(lines.map(({ name, detail }) => [name, detail])).toEqual([
    ['https', en.health.inTheClear],
    ['redis', undefined],
  ]);
  expect(lines.filter(wantsAttention)).toHaveLength(1);
});
