import { createMemoryAuditAnchor } from '#adapters/memory/audit-anchor';
import { createMemoryAuditLog } from '#adapters/memory/audit-log';
import type { AuditEntry, AuditRecord } from '#contract/audit';
import type { AuditAnchor } from '#ports/audit-anchor';
import type { AuditLog } from '#ports/audit-log';
import { createAuditService } from './create-audit-service.ts';

export const ada = { kind: 'user' as const, id: 'ada', role: 'OPERATOR' };
export const desk = { address: '192.0.2.7', userAgent: 'Test' };

/** A record of something that went well. */
export function did(target: string, more: Partial<AuditRecord> = {}): AuditRecord {
  return { actor: ada, action: 'bundle.reload', target, origin: desk, result: 'ok', ...more };
}

/** A service on a log that can be taken away, with what it told. */
export function openTestAudit(parts: { log?: AuditLog; anchor?: AuditAnchor } = {}) {
  const memory = createMemoryAuditLog();
  const log = parts.log ?? memory;
  const anchor = parts.anchor ?? createMemoryAuditAnchor();
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  let isAway = false;
  const open = () =>
    createAuditService({
      log: { ...log, append: (at, make) => (isAway ? Promise.reject(new Error('away')) : log.append(at, make)) },
      anchor,
      now: () => 1_700_000_000_000,
      report: { info: tell, warn: tell, error: tell },
      timing: { gatherMs: 1, retryMs: 1 },
    });
  return {
    log,
    anchor,
    told,
    entries: memory.entries,
    open,
    away: (yes: boolean) => void (isAway = yes),
    /** Everything that is stored, oldest first. */
    stored: (): Promise<AuditEntry[]> => log.page(0, 100_000),
  };
}
