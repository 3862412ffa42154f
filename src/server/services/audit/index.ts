export type { AuditService } from './types.ts';
