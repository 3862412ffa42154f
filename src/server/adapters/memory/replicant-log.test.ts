import { expect, it } from 'vitest';
import { describeReplicantLog } from '#ports/replicant-log.contract';
import { createMemoryReplicantLog } from './replicant-log.ts';

describeReplicantLog('memory', () => Promise.resolve({ log: createMemoryReplicantLog(), close: () => Promise.resolve() }));

it('rejects everything while it is switched off, and keeps what it had', async () => {
  const log = createMemoryReplicantLog();
  const key = { namespace: 'show', name: 'score' };
  await log.write({ entries: [], checkpoints: [{ key, snapshot: { value: 1, revision: 0, stamp: 'run' } }] });
  log.setAvailable(false);
  const calls = [
    () => log.write({ entries: [], checkpoints: [] }),
    () => log.load([key]),
    () => log.list(),
    () => log.delete(key),
    () => log.ping(),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow('switched off');
  log.setAvailable(true);
  expect((await log.load([key])).size).toBe(1);
});
