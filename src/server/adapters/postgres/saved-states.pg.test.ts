import { describeSavedStates } from '#ports/saved-states.contract';
import { createSavedStates } from './saved-states.ts';
import { testDatabase } from './test-database.ts';

describeSavedStates('postgres', async () => {
  const database = await testDatabase();
  const states = createSavedStates(database.url);
  return {
    states,
    close: async () => {
      await states.close();
      await database.stop();
    },
  };
});
