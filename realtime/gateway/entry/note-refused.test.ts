import { expect, it } from 'vitest';
import type { AuditRecord } from '#contract/audit';
import { isRefusal, noteRefused } from './note-refused.ts';

it('[AU6] sees a refusal in a reply, or in an item of it, and in nothing else', () => {
  const forbidden = { ok: false, error: { code: 'forbidden', message: 'no' } };
  expect(isRefusal(forbidden)).toBe(true);
  expect(isRefusal({ ok: true, value: { items: [{ ok: true, value: 1 }, forbidden] } })).toBe(true);
  for (const reply of [undefined, null, 'x', { ok: true }, { ok: true, value: null }, { ok: false, error: { code: 'stale' } }])
    expect(isRefusal(reply)).toBe(false);
});

it('[AU6] writes down who was refused what, from where', () => {
  const records: AuditRecord[] = [];
  const actor = { kind: 'user' as const, id: 'vera', role: 'VIEWER' as const };
  const remote = { address: '192.0.2.7', userAgent: 'Test' };
  const rest = { sendFrame: () => true, onDrain: () => () => undefined, close: () => undefined };
  const connection = { id: 'c', kind: 'dashboard' as const, actor, remote, page: { kind: 'dashboard' as const }, ...rest };
  noteRefused({ record: (record) => records.push(record) }, connection, 'propose', { namespace: 'show', name: 'text' });
  expect(records).toMatchObject([
    {
      actor,
      action: 'access.refuse',
      target: 'replicant:show:text',
      after: { asked: 'propose' },
      origin: remote,
      result: 'refused',
    },
  ]);
});
