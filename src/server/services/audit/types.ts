import type { AuditEntry, AuditFilter, AuditRecord, AuditVerdict } from '#contract/audit';

/** The audit log. See SPEC.md for the rules by id. */
export interface AuditService {
  /**
   * Writes something down, soon: never makes its caller wait and never throws. Entries keep their order; while the database is away they
   * wait in memory, a bounded number of them, and what had to be dropped is an entry itself.
   */
  record(entry: AuditRecord): void;
  /** Newest first. Rejects when the database doesn't answer. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
  /** Writes down what is waiting, for `timeoutMs` at most. */
  close(timeoutMs: number): Promise<void>;
}
