import { z } from 'zod';
import type { Json } from './json.ts';

/* The audit log: who did what to what, before and after, from where, and whether it was allowed. */

/** What is written down. `<area>.<what>`; replicant writes only where people (or keys) made them. */
export const auditActions = [
  'session.sign-in',
  'session.sign-out',
  'session.revoke',
  'access.refuse',
  'user.create',
  'user.change',
  'user.delete',
  'user.password',
  'user.totp',
  'user.link',
  'user.unlink',
  'invite.create',
  'invite.revoke',
  'invite.use',
  'password-link.create',
  'password-link.revoke',
  'password-link.use',
  'grant.create',
  'grant.delete',
  'restriction.create',
  'restriction.delete',
  'key.create',
  'key.revoke',
  'bundle.reload',
  'bundle.enable',
  'bundle.disable',
  'asset.upload',
  'asset.delete',
  'replicant.write',
  'replicant.delete',
  'saved.create',
  'saved.restore',
  'saved.rename',
  'saved.delete',
  'graphic.command',
  'layout.share',
  'layout.edit',
  'layout.delete',
  /** Somebody took a copy of the log. */
  'audit.export',
  /** So many entries could not be kept, because the database was away for too long. */
  'audit.dropped',
  /** What is known of the log outside of the database doesn't fit it. */
  'audit.anchor',
] as const;
export type AuditAction = (typeof auditActions)[number];
export const auditResults = ['ok', 'refused', 'failed'] as const;
export type AuditResult = (typeof auditResults)[number];

/** Where a request came from. */
export type Origin = { address: string; userAgent: string };

export type AuditRecord = {
  /** `anonymous` with an empty id where nobody is signed in. */
  actor: { kind: 'user' | 'graphic' | 'extension' | 'server' | 'key' | 'anonymous'; id: string; role?: string };
  action: AuditAction;
  /** `user:ada`, `replicant:lower-thirds:text`, `bundle:timer`, `/assets/show/logos/a.png`, … */
  target: string;
  before?: Json;
  after?: Json;
  origin: Origin;
  result: AuditResult;
  /** Why it was refused or failed. */
  reason?: string;
  /** So many of the same within a few seconds, put together. Absent: one. */
  count?: number;
};

/** The newest entry of a log, or of what is known of it. An empty log's is `seq` 0 with the hash that everything begins with. */
export type ChainHead = { seq: number; hash: string };

/** As stored. `hash` covers everything else in the row and `prevHash`, the hash of the row before. */
export type AuditEntry = AuditRecord & { seq: number; at: number; prevHash: string; hash: string };

export const auditFilterSchema = z.object({
  /** Part of the actor's or target's name. */
  text: z.string().trim().max(200).optional(),
  actorId: z.string().max(256).optional(),
  /** An action, or an area with a dot at its end: `user.` */
  action: z.string().max(64).optional(),
  result: z.enum(auditResults).optional(),
  /** Milliseconds since 1970. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** Only older ones: pages back by `seq`. */
  before: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(500).default(100),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** `whole`: every row's hash is right, and none is missing. Else the first row at which the chain breaks, and why. */
export type AuditVerdict =
  { state: 'whole'; entries: number; lastHash: string } | { state: 'broken'; seq: number; reason: string; entries: number };

/** How far looking through the whole log has come, and what was found the last time. */
export type AuditCheck = {
  state: 'never' | 'running' | 'done' | 'failed';
  /** Entries looked at, of about so many. */
  checked: number;
  of: number;
  last?: { at: number; verdict: AuditVerdict };
  /** Why it could not be done. */
  reason?: string;
  /** Entries that wait for the database, and those that had to be dropped since the server started. */
  waiting: number;
  dropped: number;
};
