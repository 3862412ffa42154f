import type { AuditEntry, AuditFilter } from '#contract/audit';
import type { AuditLog } from '#ports/audit-log';

/** An audit log in this process. `entries` is what it keeps, for tests that tamper with it. */
export function createMemoryAuditLog(): AuditLog & { entries: AuditEntry[] } {
  const entries: AuditEntry[] = [];
  return {
    entries,
    append: async (lookAt, make) => {
      const last = entries.at(-1);
      const hashAt = entries.find(({ seq }) => seq === lookAt)?.hash;
      entries.push(...make({ last: last && { seq: last.seq, hash: last.hash }, hashAt }));
      return Promise.resolve();
    },
    list: (filter) =>
      Promise.resolve(
        entries
          .filter((entry) => fits(entry, filter))
          .reverse()
          .slice(0, filter.limit),
      ),
    page: (after, limit) => Promise.resolve(entries.filter(({ seq }) => seq > after).slice(0, limit)),
    last: () => {
      const last = entries.at(-1);
      return Promise.resolve(last && { seq: last.seq, hash: last.hash });
    },
  };
}

function fits(entry: AuditEntry, { text, actorId, action, result, from, to, before }: AuditFilter): boolean {
  if (text !== undefined && text !== '' && !hayOf(entry).includes(text.toLowerCase())) return false;
  if (actorId !== undefined && entry.actor.id !== actorId) return false;
  if (action !== undefined && !(action.endsWith('.') ? entry.action.startsWith(action) : entry.action === action)) return false;
  if (result !== undefined && entry.result !== result) return false;
  return (from === undefined || entry.at >= from) && (to === undefined || entry.at <= to) && (!before || entry.seq < before);
}

function hayOf({ actor, target, action, origin, reason = '' }: AuditEntry): string {
  return [actor.id, target, action, origin.address, reason].join('\n').toLowerCase();
}
