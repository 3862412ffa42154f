import { setTimeout as delay } from 'node:timers/promises';
import type { AuditCheck, AuditRecord } from '#contract/audit';
import type { AuditAnchor } from '#ports/audit-anchor';
import type { AuditLog } from '#ports/audit-log';
import type { Log } from '#ports/log';
import { boundRecord } from './bound-record.ts';
import type { Dated } from './chain.ts';
import { keepAnchor } from './keep-anchor.ts';
import { mergeRefusals } from './merge-refusals.ts';
import type { AuditService } from './types.ts';
import { verifyChain } from './verify-chain.ts';
import { createEntryWriter, type EntryWriter } from './write-entries.ts';

export type AuditDeps = {
  log: AuditLog;
  anchor: AuditAnchor;
  now: () => number;
  report: Pick<Log, 'warn' | 'error' | 'info'>;
  timing?: Partial<AuditTiming>;
};
export type AuditTiming = {
  /** Entries that come together are one write. */
  gatherMs: number;
  /** After a write that failed, growing up to twenty times as long. */
  retryMs: number;
};

/** Entries that wait for the database. */
export const mostWaiting = 5_000;
const perWrite = 200;

/** See SPEC.md for the rules by id. */
export function createAuditService({ log, anchor, now, report, timing = {} }: AuditDeps): AuditService {
  const { gatherMs = 50, retryMs = 500 } = timing;
  const kept = keepAnchor(anchor, (why) => report.warn(`The audit log's anchor could not be written: ${why}`));
  const writer = createEntryWriter({
    ...{ log, anchor, now },
    onKnown: kept.set,
    onBroken: (reason) => report.error(`The audit log was tampered with. ${reason} "nodecg audit verify" says more.`),
  });
  const queue = createQueue({ writer, now, gatherMs, retryMs, report });
  const refusals = mergeRefusals((record) => queue.add(record));
  const verify = async (onProgress?: (checked: number) => void) => {
    const known = writer.known();
    const verdict = await verifyChain({
      log,
      anchor: known ? { state: 'known', anchor: known } : await anchor.read(),
      ...(onProgress ? { onProgress } : {}),
    });
    if (verdict.state === 'broken') report.error(`The audit log is broken at entry ${verdict.seq}. ${verdict.reason}`);
    return verdict;
  };
  const checks = createChecks(verify, { now, of: () => writer.known()?.seq ?? 0, queue });
  queue.soon();
  return {
    record(record) {
      try {
        if (record.result === 'refused') refusals.add(boundRecord(record));
        else queue.add(boundRecord(record));
      } catch (error) {
        report.error('Something could not be written to the audit log.', { action: record.action, error: String(error) });
      }
    },
    list: (filter) => log.list(filter),
    verify: () => verify(),
    ...checks,
    async close(timeoutMs) {
      refusals.flush();
      await queue.close(timeoutMs);
      await kept.close();
    },
  };
}

type Checks = Pick<AuditService, 'check' | 'startCheck'>;
type Verify = (onProgress: (checked: number) => void) => ReturnType<AuditService['verify']>;

function createChecks(verify: Verify, { now, of, queue }: { now: () => number; of: () => number; queue: Queue }): Checks {
  let state: AuditCheck['state'] = 'never';
  let checked = 0;
  let rest: Pick<AuditCheck, 'last' | 'reason'> = {};
  const check = (): AuditCheck => ({ state, checked, of: Math.max(of(), checked), ...rest, ...queue.counts() });
  const run = async () => {
    try {
      const verdict = await verify((count) => (checked = count));
      rest = { last: { at: now(), verdict } };
      state = 'done';
    } catch {
      rest = { ...(rest.last ? { last: rest.last } : {}), reason: 'The database does not answer.' };
      state = 'failed';
    }
  };
  return {
    check,
    startCheck() {
      if (state === 'running') return check();
      state = 'running';
      checked = 0;
      void run();
      return check();
    },
  };
}

type Queue = {
  add(record: AuditRecord): void;
  soon(): void;
  counts(): Pick<AuditCheck, 'waiting' | 'dropped'>;
  close(timeoutMs: number): Promise<void>;
};
type QueueDeps = { writer: EntryWriter; now: () => number; report: AuditDeps['report'] } & AuditTiming;

/** Entries on their way to the database, in their order. */
function createQueue({ writer, now, gatherMs, retryMs, report }: QueueDeps): Queue {
  const waiting: Dated[] = [];
  let lost: { count: number; since: number } | undefined;
  let dropped = 0;
  let failures = 0;
  let isAsked = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;

  /** What was dropped is told as soon as there is room. */
  const admitLoss = () => {
    if (!lost || waiting.length >= mostWaiting) return;
    const { count, since } = lost;
    lost = undefined;
    const reason = `${count} entries since ${new Date(since).toISOString()} could not be kept: the database was away for too long.`;
    const origin = { address: '', userAgent: '' };
    const record = {
      actor: { kind: 'server', id: 'nodecg' },
      action: 'audit.dropped',
      target: 'audit',
      origin,
      result: 'failed',
      reason,
      count,
    };
    waiting.push({ at: now(), record: record as AuditRecord });
  };
  const write = async (): Promise<void> => {
    while (waiting.length > 0 || isAsked) {
      isAsked = false;
      waiting.splice(0, await writer.write(waiting.slice(0, perWrite)));
      if (failures > 0) report.info('The audit log is written again.');
      failures = 0;
      admitLoss();
    }
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write()
      .catch((error: unknown) => {
        if (failures++ === 0)
          report.warn(`The audit log can't be written (${String(error)}). Entries wait, ${mostWaiting} at most.`);
        isAsked = true;
        schedule(Math.min(20, 2 ** Math.min(failures, 5)) * retryMs);
      })
      .finally(() => {
        writing = undefined;
        if (waiting.length > 0) soon();
      });
    return writing;
  };
  const schedule = (ms: number) => {
    if (timer) return;
    timer = setTimeout(() => void start(), ms);
    timer.unref();
  };
  const soon = () => {
    if (!writing && failures === 0) schedule(gatherMs);
  };

  return {
    soon,
    counts: () => ({ waiting: waiting.length, dropped }),
    add(record) {
      if (waiting.length < mostWaiting && !lost) waiting.push({ at: now(), record });
      else {
        lost = { count: (lost?.count ?? 0) + 1, since: lost?.since ?? now() };
        dropped += 1;
      }
      soon();
    },
    async close(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      const patience = new AbortController();
      const late = delay(timeoutMs, undefined, { signal: patience.signal }).catch(() => undefined);
      while (waiting.length > 0 && performance.now() < deadline) {
        const before = failures;
        await Promise.race([start(), late]);
        if (failures > before) await Promise.race([delay(200), late]);
      }
      patience.abort();
      clearTimeout(timer);
      if (waiting.length > 0) report.error(`${waiting.length} entries of the audit log could not be stored.`);
    },
  };
}
