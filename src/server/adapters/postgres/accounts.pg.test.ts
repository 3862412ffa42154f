import { describeAccounts } from '#ports/accounts.contract';
import { createAccounts } from './accounts.ts';
import { testDatabase } from './test-database.ts';

describeAccounts('postgres', async () => {
  const database = await testDatabase();
  const accounts = createAccounts(database.url);
  return {
    accounts,
    close: async () => {
      await accounts.close();
      await database.stop();
    },
  };
});
