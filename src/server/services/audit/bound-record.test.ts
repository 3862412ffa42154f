import { expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { boundRecord } from './bound-record.ts';
import { did } from './test-audit.ts';

const lengthOf = (value: unknown) => JSON.stringify(value).length;

it('[AU4] keeps small values as they are', () => {
  const values = { before: { a: [1, null, 'x'] }, after: { a: [2, null, 'x'] } };
  expect(boundRecord(did('replicant:show:text', values))).toMatchObject(values);
});

it('[AU4] cuts large values to a bound, with a mark', () => {
  const huge: Json[] = ['x'.repeat(1_000_000), Array.from({ length: 100_000 }, (_, index) => index), 'y'.repeat(5_000)];
  for (const after of [...huge, huge, { ['k'.repeat(100_000)]: huge }]) {
    const bounded = boundRecord(did('replicant:show:text', { after }));
    expect(lengthOf(bounded.after)).toBeLessThan(12_000);
    expect(JSON.stringify(bounded.after)).toContain('…');
  }
  let deep: Json = 1;
  for (let level = 0; level < 900; level++) deep = [deep];
  expect(lengthOf(boundRecord(did('a', { after: deep })).after)).toBeLessThan(200);
});

it('[AU4] keeps of large values what differs', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => ({ name: `row ${index}`, score: 0 }));
  const before = { title: 'Final', rows };
  const after = { title: 'Final', rows: rows.map((row, index) => (index === 1_700 ? { ...row, score: 3 } : row)) };
  expect(boundRecord(did('replicant:show:table', { before, after }))).toMatchObject({
    before: { rows: { 1700: { score: 0 } } },
    after: { rows: { 1700: { score: 3 } } },
  });
});

it('[AU4] leaves out what is named like a secret, at any depth', () => {
  const after = {
    user: 'ada',
    password: 'pw-1',
    nested: [{ apiKey: 'k-2', Authorization: 'a-3', stream_key: 's-4', text: 'ok' }],
  };
  const bounded = boundRecord(did('replicant:show:settings', { before: { accessToken: 't-5' }, after }));
  const text = JSON.stringify(bounded);
  for (const secret of ['pw-1', 'k-2', 'a-3', 's-4', 't-5']) expect(text).not.toContain(secret);
  expect(text).toContain('"text":"ok"');
  expect(boundRecord(did('replicant:show:streamKey', { before: 'live_1', after: 'live_2' }))).toMatchObject({
    before: '[secret]',
    after: '[secret]',
  });
});

it('[AU4] makes every text one that the database takes', () => {
  const bounded = boundRecord(
    did(`bundle:\u0000\ud800${'x'.repeat(5_000)}`, { reason: '\u0000', actor: { kind: 'user', id: 'a\u0000' } }),
  );
  expect(bounded.target).toHaveLength(1_024);
  expect(JSON.stringify([bounded.target, bounded.reason, bounded.actor.id])).not.toMatch(/\\u0000|\\ud800/);
});
