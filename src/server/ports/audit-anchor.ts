import type { ChainHead } from '#contract/audit';

/** `broken`: the log didn't fit what was known of it; that stays until somebody removes the anchor. */
export type Anchor = ChainHead & { broken?: { seq: number; reason: string } };

/**
 * `new`: there has never been one here. `missing`: there was one, and it is gone. `forged`: it isn't what we wrote.
 */
export type AnchorState = { state: 'known'; anchor: Anchor } | { state: 'new' | 'missing' | 'forged' };

/** What is known of the audit log outside of the database: how far it had come. */
export interface AuditAnchor {
  read(): Promise<AnchorState>;
  /** Takes the old one's place in one step. */
  write(anchor: Anchor): Promise<void>;
}
