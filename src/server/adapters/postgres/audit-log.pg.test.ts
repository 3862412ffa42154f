import { describeAuditLog } from '#ports/audit-log.contract';
import { createAuditLog } from './audit-log.ts';
import { testDatabase } from './test-database.ts';

describeAuditLog('postgres', async () => {
  const database = await testDatabase();
  const [log, other] = [createAuditLog(database.url), createAuditLog(database.url)];
  return {
    log,
    other,
    close: async () => {
      await Promise.all([log.close(), other.close()]);
      await database.stop();
    },
  };
});
