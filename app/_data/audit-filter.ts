import type { AuditResult } from '#contract/audit';

/** What of the log is looked at, as it is in the address. Empty: no bound. */
export type AuditView = {
  text: string;
  actor: string;
  area: string;
  result: AuditResult | '';
  time: AuditTime;
  from: string;
  to: string;
};
export const auditTimes = ['', 'hour', 'day', 'week', 'own'] as const;
export type AuditTime = (typeof auditTimes)[number];

const results: readonly string[] = ['ok', 'refused', 'failed'];
const lengths = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 };

/** Reads an address; what nobody knows is no bound. */
export function readAuditView(params: Pick<URLSearchParams, 'get'>): AuditView {
  const of = (name: string) => params.get(name) ?? '';
  const result = of('result');
  return {
    text: of('text').slice(0, 200),
    actor: of('actor').slice(0, 256),
    area: /^[a-z]+\.[a-z-]*$/.test(of('area')) ? of('area') : '',
    result: results.includes(result) ? (result as AuditResult) : '',
    time: auditTimes.find((time) => time === of('time')) ?? '',
    from: of('from'),
    to: of('to'),
  };
}

/** The address's part for it. */
export function showAuditView(view: AuditView): string {
  const own = view.time === 'own' ? {} : { from: '', to: '' };
  const params = new URLSearchParams(Object.entries({ ...view, ...own }).filter(([, value]) => value !== ''));
  return params.size === 0 ? '' : `?${params.toString()}`;
}

/** What the server is asked for. A length of time begins at a whole minute, so that the question stays the same for a while. */
export function auditQueryOf(view: AuditView, now: number) {
  const bound = (name: string, value: string | number | undefined) =>
    value === undefined || value === '' ? {} : { [name]: value };
  const { text, actor, area, result, time } = view;
  return {
    ...bound('text', text),
    ...bound('actorId', actor),
    ...bound('action', area),
    ...bound('result', result),
    ...(time === 'own' ? { ...bound('from', momentOf(view.from)), ...bound('to', momentOf(view.to)) } : {}),
    ...(time === '' || time === 'own' ? {} : { from: Math.floor((now - lengths[time]) / 60_000) * 60_000 }),
  } as { text?: string; actorId?: string; action?: string; result?: AuditResult; from?: number; to?: number };
}

/** Where a copy of what is looked at is fetched. */
export function auditExportAddress(format: 'csv' | 'jsonl', view: AuditView, now: number): string {
  const query = Object.entries(auditQueryOf(view, now)).map(([name, value]): [string, string] => [name, String(value)]);
  return `/audit/export?${new URLSearchParams([['format', format], ...query]).toString()}`;
}

function momentOf(text: string): number | undefined {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
