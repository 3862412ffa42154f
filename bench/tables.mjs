// Raw results → the generated part of docs/performance.md.
import { columnsOf, targets } from './targets.mjs';

const at = (row, path) => path.split('.').reduce((value, key) => value?.[key], row);
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

export function median(values) {
  const sorted = values.filter(isNumber).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function format(value) {
  if (!isNumber(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US');
  return size >= 100
    ? value.toFixed(0)
    : size >= 10
      ? value.toFixed(1)
      : size === Math.round(size)
        ? String(value)
        : value.toFixed(2);
}

/** `1/3.2` for a ratio below 1, else `1.4`. */
const asRatio = (value) => (!isNumber(value) ? '–' : value >= 1 || value === 0 ? `${format(value)}` : `1/${format(1 / value)}`);

/** Ours ÷ the peer's, one number for every repeat that has both. */
function ratiosOf(rows, ours, { peer, at: place }) {
  const pairs = rows
    .filter(({ system }) => system === ours)
    .map((row) => [row, rows.find((other) => other.system === peer && other.i === row.i)]);
  return pairs.map(([row, other]) => at(row, place) / at(other ?? {}, place)).filter(isNumber);
}

/** The table of targets: what was asked, what was reached, in each repeat. */
export function targetTable(rows) {
  const lines = ['| workload | what | target | reached (each repeat) | |', '| --- | --- | --- | --- | --- |'];
  for (const [workload, wanted] of Object.entries(targets)) {
    const own = rows.filter(({ key }) => key === workload);
    for (const target of own.length > 0 ? wanted : []) lines.push(targetLine(workload, target, own));
  }
  return lines.join('\n');
}

function targetLine(workload, target, rows) {
  const values = target.peer
    ? ratiosOf(rows, 'ours', target)
    : rows
        .filter(({ system }) => system === 'ours')
        .map((row) => at(row, target.at))
        .filter(isNumber);
  // What must not happen must not happen once; what is noisy is judged by its median.
  const judged = target.most === 0 ? Math.max(...values) : median(values);
  const show = target.peer ? asRatio : format;
  const unit = target.unit ? ` ${target.unit}` : '';
  const against = target.peer ? ` of ${target.peer}'s` : unit;
  const verdict = values.length === 0 ? 'not measured' : judged <= target.most ? 'reached' : '**not reached**';
  return `| ${workload} | ${target.name} | ≤ ${show(target.most)}${against} | ${values.length ? `${show(judged)} (${values.map(show).join(', ')})` : '–'} | ${verdict} |`;
}

/** One table per workload: medians of the repeats, systems in the order they ran. */
export function workloadTables(rows) {
  return [...new Set(rows.map(({ key }) => key))]
    .map((key) =>
      workloadTable(
        key,
        rows.filter((row) => row.key === key),
      ),
    )
    .join('\n\n');
}

function workloadTable(key, rows) {
  const columns = columnsOf(key);
  const systems = [...new Set(rows.map(({ system }) => system))];
  const lines = systems.map((system) => {
    const own = rows.filter((row) => row.system === system);
    const failed = own.filter(({ error }) => error).length;
    const cells = columns.map(([place, , factor = 1]) => format(scaled(median(own.map((row) => at(row, place))), factor)));
    return `| ${system}${failed ? ` (${failed} of ${own.length} runs failed)` : ''} | ${cells.join(' | ')} |`;
  });
  const noise = rows.map((row) => row.noise).filter(isNumber);
  const about = `**${key}** · ${rows.length / systems.length} repeats · noise probe ${Math.min(...noise)}–${Math.max(...noise)} ms`;
  return [
    about,
    '',
    `| system | ${columns.map(([, heading]) => heading).join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...lines,
  ].join('\n');
}

const scaled = (value, factor) => (value === undefined ? undefined : value * factor);
