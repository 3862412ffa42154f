import { expect, it } from 'vitest';
import { judgeAudit } from './audit-packages.mjs';

const report = (severity: string) => JSON.stringify({ vulnerabilities: { leaky: { name: 'leaky', severity, range: '<2' } } });
const today = '2027-01-15';
const excuse = (until: string) => [{ package: 'leaky', reason: 'not reached by us', until }];

it('fails on a high or critical hole, unless it is excused with a reason and the excuse is not over', () => {
  expect(judgeAudit(report('critical'), [], today).ok).toBe(false);
  expect(judgeAudit(report('high'), [], today).ok).toBe(false);
  expect(judgeAudit(report('moderate'), [], today).ok).toBe(true);
  expect(judgeAudit(report('high'), excuse('2027-01-15'), today).ok).toBe(true);
  expect(judgeAudit(report('high'), excuse('2027-01-14'), today).ok).toBe(false);
  expect(judgeAudit(report('moderate'), [{ package: 'leaky', reason: '', until: '2027-02-01' }], today).ok).toBe(false);
});

it('says so when the registry does not answer', () => {
  for (const printed of ['', 'rubbish', '{"message":"405 Method Not Allowed"}', '{"error":{"summary":"away"}}']) {
    const { ok, lines } = judgeAudit(printed, [], today);
    expect(ok).toBe(true);
    expect(lines.join()).toContain('not answered');
  }
});
