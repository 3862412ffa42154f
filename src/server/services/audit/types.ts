import type { AuditCheck, AuditEntry, AuditFilter, AuditRecord, AuditVerdict } from '#contract/audit';

/** The audit log. See SPEC.md for the rules by id. */
export interface AuditService {
  /**
   * Writes something down, soon: never makes its caller wait and never throws. Entries keep their order; while the database is away they
   * wait in memory, a bounded number of them, and what had to be dropped is an entry itself. Values are cut to a bound, what is named like
   * a secret is left out, and the same refusal many times over is one entry with a count.
   */
  record(entry: AuditRecord): void;
  /** Newest first. Rejects when the database doesn't answer. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
  /** Looks through the whole log. Rejects when the database doesn't answer. */
  verify(): Promise<AuditVerdict>;
  /** How far looking through the log has come. */
  check(): AuditCheck;
  /** Begins to look through the log, unless that is being done. */
  startCheck(): AuditCheck;
  /** Writes down what is waiting, for `timeoutMs` at most. */
  close(timeoutMs: number): Promise<void>;
}
