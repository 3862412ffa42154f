export { actorFrom, originOf, rememberOrigin, signerOf } from './actor-origins.ts';
export { createAuditService } from './create-audit-service.ts';
export { mergeWrites, type MergeWrites, type WitnessedChange } from './merge-writes.ts';
export { verifyChain } from './verify-chain.ts';
export type { AuditService } from './types.ts';
export { refusalRecord, targetOf } from './refusal-record.ts';
export { exportEntries, exportFormats, type ExportFormat } from './export-entries.ts';
