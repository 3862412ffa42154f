import { z } from 'zod';
import { auditFilterSchema } from './audit.ts';

/* The part of the internal API that is about the audit log. */

export const auditSchemas = {
  'audit.list': auditFilterSchema,
  /** How far looking through the log has come. */
  'audit.check': z.object({}),
  /** Begins to look through it. */
  'audit.verify': z.object({}),
} as const;
