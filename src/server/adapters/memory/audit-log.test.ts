import { describeAuditLog } from '#ports/audit-log.contract';
import { createMemoryAuditLog } from './audit-log.ts';

describeAuditLog('memory', () => {
  const log = createMemoryAuditLog();
  return Promise.resolve({ log, other: log, close: () => Promise.resolve() });
});
