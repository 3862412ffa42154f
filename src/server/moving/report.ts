/** What is moved, in the words of a person. */
export type ItemKind = 'bundle' | 'configuration' | 'asset' | 'replicant' | 'sound setting';

/**
 * `to do`: a dry run would do it. `done`: it was done now. `there`: nothing to do, it is as it should be. `conflict`: something else is in
 * its place and was left alone. `skipped`: it has no place on the other side. `failed`: it could not be done; `detail` says why.
 */
export type ItemState = 'to do' | 'done' | 'there' | 'conflict' | 'skipped' | 'failed';

export type Item = { kind: ItemKind; name: string; state: ItemState; detail?: string };

export type Report = {
  command: 'migrate' | 'export';
  from: string;
  to: string;
  /** False: a dry run, nothing was written. */
  applied: boolean;
  items: Item[];
  /** What a person should know beside the items. */
  warnings: string[];
};

/** 0: everything is done or was there. 2: something was left: a conflict or a failure. */
export function exitCodeOf({ items }: Report): 0 | 2 {
  return items.some(({ state }) => state === 'conflict' || state === 'failed') ? 2 : 0;
}

const order: readonly ItemState[] = ['to do', 'done', 'there', 'skipped', 'conflict', 'failed'];
const words: Record<ItemState, string> = {
  'to do': 'would be brought',
  done: 'brought',
  there: 'already there',
  skipped: 'left out',
  conflict: 'in conflict',
  failed: 'failed',
};
const kinds: readonly ItemKind[] = ['bundle', 'configuration', 'asset', 'replicant', 'sound setting'];

/** One item as a line: `would be brought  bundle  score  (12 files)`. */
export function describeItem({ kind, name, state, detail }: Item): string {
  const head = `  ${words[state].padEnd(16)}  ${kind.padEnd(13)}  ${printable(name)}`;
  return detail === undefined ? head : `${head}  (${printable(detail)})`;
}

/** Everything for a person at a terminal: each item, the warnings, the totals, and what to do next. */
export function describeReport(report: Report): string {
  const lines = report.items.map(describeItem);
  const warnings = report.warnings.map((warning) => `  ! ${printable(warning)}`);
  return [
    `${report.command === 'migrate' ? 'From NodeCG' : 'From'} ${report.from}`,
    `${report.command === 'export' ? 'To NodeCG' : 'To'}   ${report.to}`,
    '',
    ...(lines.length > 0 ? lines : ['  There is nothing to bring.']),
    '',
    ...(warnings.length > 0 ? [...warnings, ''] : []),
    ...totalLines(report.items),
    adviceOf(report),
  ].join('\n');
}

function totalLines(items: readonly Item[]): string[] {
  return kinds.flatMap((kind) => {
    const own = items.filter((item) => item.kind === kind);
    if (own.length === 0) return [];
    const parts = order.flatMap((state) => {
      const count = own.filter((item) => item.state === state).length;
      return count === 0 ? [] : [`${count} ${words[state]}`];
    });
    return [`  ${`${kind}s`.padEnd(15)} ${parts.join(', ')}`];
  });
}

function adviceOf(report: Report): string {
  const has = (state: ItemState) => report.items.some((item) => item.state === state);
  const left = has('conflict')
    ? ' What is in conflict was left as it is here; --overwrite replaces it.'
    : has('failed')
      ? ' What failed can be tried again: what is there already is left alone.'
      : '';
  if (!report.applied) return `This was a dry run: nothing was written. Add --apply to do it.${left}`;
  return `${exitCodeOf(report) === 0 ? 'Done.' : 'Not all of it could be done.'}${left}`;
}

/** Names come from files and databases of others: no control character reaches the terminal. */
function printable(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean;
}
