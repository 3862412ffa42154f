import { z } from 'zod';
import { auditFilterSchema, type AuditCheck, type AuditEntry } from './audit.ts';

/* The part of the internal API that is about the audit log. */

export const auditSchemas = {
  'audit.list': auditFilterSchema,
  /** How far looking through the log has come. */
  'audit.check': z.object({}),
  /** Begins to look through it. */
  'audit.verify': z.object({}),
} as const;

export type AuditValues = {
  'audit.list': AuditEntry[];
  'audit.check': AuditCheck;
  'audit.verify': AuditCheck;
};
