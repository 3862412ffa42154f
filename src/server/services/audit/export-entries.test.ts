import { expect, it } from 'vitest';
import { chainOn, genesis } from './chain.ts';
import { exportEntries } from './export-entries.ts';
import { did } from './test-audit.ts';

async function exported(userAgent: string, format: 'csv' | 'jsonl'): Promise<string> {
  const entries = chainOn(genesis, [{ at: 0, record: did('bundle:quiz', { origin: { address: '192.0.2.7', userAgent } }) }]);
  let text = '';
  for await (const piece of exportEntries(() => Promise.resolve(entries), {}, format)) text += piece;
  return text;
}

it.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['-1+1', `'-1+1`],
  ['Mozilla/5.0 (X11;=1+1)', `"Mozilla/5.0 (X11;'=1+1)"`],
  ['a; @SUM(A1)', `"a;' @SUM(A1)"`],
  ['a\t=1', `a\t'=1`],
  ['Mozilla/5.0 (X11; Linux)', `"Mozilla/5.0 (X11; Linux)"`],
])('[AU9] %o is no formula in a spreadsheet of whatever language', async (userAgent, cell) => {
  expect(await exported(userAgent, 'csv')).toContain(`,192.0.2.7,${cell},`);
  expect(JSON.parse(await exported(userAgent, 'jsonl'))).toMatchObject({ origin: { userAgent } });
});
