export { originOf, rememberOrigin } from './actor-origins.ts';
export { createAuditService } from './create-audit-service.ts';
export { mergeWrites, type MergeWrites, type WitnessedChange } from './merge-writes.ts';
export { verifyChain } from './verify-chain.ts';
export type { AuditService } from './types.ts';
