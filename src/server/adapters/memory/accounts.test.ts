import { expect, it } from 'vitest';
import { describeAccounts } from '#ports/accounts.contract';
import { createMemoryAccounts } from './accounts.ts';

describeAccounts('memory', async () => {
  const accounts = createMemoryAccounts();
  return { accounts, close: () => accounts.close() };
});

it('rejects everything while it is switched off', async () => {
  const accounts = createMemoryAccounts();
  accounts.setAvailable(false);
  await expect(accounts.hasAdministrator()).rejects.toThrow('switched off');
});
