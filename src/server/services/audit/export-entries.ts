import type { AuditEntry, AuditFilter } from '#contract/audit';

export const exportFormats = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const atATime = 500;

/** The log as text, newest first, in pieces: a page of the log each. Rejects when the database stops answering. */
export async function* exportEntries(
  list: (filter: AuditFilter) => Promise<AuditEntry[]>,
  filter: Omit<AuditFilter, 'limit'>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `\ufeff${csvLine([...csvColumns])}`;
  let before = filter.before;
  for (;;) {
    const page = await list({ ...filter, before, limit: atATime });
    if (page.length > 0) yield page.map(format === 'csv' ? toCsv : toJsonLine).join('');
    if (page.length < atATime) return;
    before = page.at(-1)?.seq;
  }
}

const csvColumns = [
  'seq',
  'time',
  'actor kind',
  'actor',
  'role',
  'action',
  'target',
  'result',
  'reason',
  'count',
  'address',
  'user agent',
  'before',
  'after',
  'previous hash',
  'hash',
] as const;

function toJsonLine(entry: AuditEntry): string {
  return `${JSON.stringify({ ...entry, time: new Date(entry.at).toISOString() })}\n`;
}

function toCsv({
  seq,
  at,
  actor,
  action,
  target,
  before,
  after,
  origin,
  result,
  reason,
  count,
  prevHash,
  hash,
}: AuditEntry): string {
  const json = (value: unknown) => (value === undefined ? '' : JSON.stringify(value));
  return csvLine([
    ...[String(seq), new Date(at).toISOString(), actor.kind, actor.id, actor.role ?? '', action, target, result, reason ?? ''],
    ...[String(count ?? 1), origin.address, origin.userAgent, json(before), json(after), prevHash, hash],
  ]);
}

function csvLine(cells: string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Spreadsheets would run what begins like a formula; and some, by their language, take what follows a semicolon for a cell of its own. */
function csvCell(text: string): string {
  const plain = text.replace(/(^|[;\t\r\n])(?=[ ]*[=+\-@\t\r])/g, "$1'");
  return /[",;\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
