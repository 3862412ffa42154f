import type { AuditEntry, AuditFilter, ChainHead } from '#contract/audit';

/** What an append may look at, while nobody else can append: the newest entry, and the hash of the one that was asked for. */
export type AuditTail = { last: ChainHead | undefined; hashAt: string | undefined };

/** Where the audit log is kept. It can only be added to. Every method rejects when storage doesn't answer. */
export interface AuditLog {
  /**
   * Stores what `make` makes of the end of the log, all or nothing, in one turn with every other append, also of other processes: so there
   * is one chain. `lookAt` is the number of an entry whose hash `make` wants to know. When it rejects, the entries may be stored all the same.
   */
  append(lookAt: number | undefined, make: (tail: AuditTail) => AuditEntry[]): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
  /** As they are stored, whatever is in them, oldest first: those after number `seq`. */
  page(seq: number, limit: number): Promise<AuditEntry[]>;
  last(): Promise<ChainHead | undefined>;
}
