// npm run bench: builds, runs the shared benchmark for us and the peers by turns, and writes the tables of docs/performance.md anew.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { targetTable, workloadTables } from './tables.mjs';

const usage = `npm run bench -- [options]
  --only W1,W2-10      these workloads (default: all)
  --systems ours,sio   these systems (default: ours,nodecg-wire,nodecg,sio)
  --repeats 3          how often, by turns
  --quick              W1, W2-100, W4 and W10, once
  --kills 100          no tables: kills our server right after an acknowledgement, until it was killed so often
  --keep               adds to the results that are there; without it they begin anew
  --no-build           what is built already
  --tables-only        runs nothing, writes the tables from the results that are there
Environment: BENCH_DIR (default ../shared/bench), BENCH_WORK (peers and data, default <tmp>/nodecg-bench).`;

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const document = path.join(projectDir, 'docs', 'performance.md');
const workloads = 'W1,W2-10,W2-100,W2-1000,W3,W3b,W4,W5,W5r,W6k,W6p,W7,W7-25,W8,W9,W10';
/** Workloads that a peer can't run: bare Socket.IO stores nothing and has no bundles; NodeCG's protocol has no durable acknowledgement to wait for, but echoes. */
const withoutSio = new Set(['W5r', 'W6k', 'W6p', 'W7-25']);

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    systems: { type: 'string', default: 'ours,nodecg-wire,nodecg,sio' },
    repeats: { type: 'string', default: '3' },
    kills: { type: 'string' },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    'tables-only': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const workDir = process.env.BENCH_WORK ?? path.join(os.tmpdir(), 'nodecg-bench');
const results = path.join(workDir, 'results', options.kills ? 'kills.jsonl' : 'report.jsonl');
const benchDir = findBench();

function findBench() {
  // A worktree may lie beside others, one level deeper than the main one.
  const candidates = [process.env.BENCH_DIR, '../shared/bench', '../../shared/bench'].filter(Boolean);
  const found = candidates
    .map((candidate) => path.resolve(projectDir, candidate))
    .find((dir) => existsSync(path.join(dir, 'run.js')));
  return found ?? stopWith(`The benchmark is not there: ${candidates.join(', ')}. Name its folder in BENCH_DIR.`);
}

function stopWith(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function run(file, args) {
  const env = { ...process.env, PROJECT: projectDir, BENCH_WORK: workDir, OUT: results };
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: projectDir, stdio: 'inherit', env });
  if (status !== 0) stopWith(`${path.basename(file)} failed.`);
}

function prepare() {
  if (!existsSync(path.join(workDir, 'peers', 'node_modules'))) run(path.join(benchDir, 'setup.js'), []);
  if (!options['no-build']) run(path.join(projectDir, 'deploy/commands/build.mjs'), []);
  mkdirSync(path.dirname(results), { recursive: true });
  if (!options.keep) rmSync(results, { force: true });
}

/** By repeat, then workload, then system: what is compared ran within the same minutes. */
function measure() {
  const keys = (options.only ?? (options.quick ? 'W1,W2-100,W4,W10' : workloads)).split(',');
  const repeats = options.quick ? 1 : Number(options.repeats);
  const systems = options.systems.split(',');
  const first = readResults().reduce((next, row) => Math.max(next, row.i + 1), 0);
  for (let repeat = first; repeat < first + repeats; repeat++) {
    for (const key of keys) {
      process.env.I0 = String(repeat);
      const able = systems.filter((system) => system !== 'sio' || !withoutSio.has(key));
      if (able.length > 0) run(path.join(benchDir, 'run.js'), [key, able.join(','), '1']);
    }
  }
}

function readResults() {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** A run that failed to start or to kill doesn't count; it is named. */
function kill(count) {
  for (let tries = 0; tries < count * 2; tries++) {
    const killed = readResults().filter((row) => isNumber(row.lostWrites)).length;
    if (killed >= count) break;
    process.env.I0 = String(tries);
    run(path.join(benchDir, 'run.js'), ['W6k', 'ours', '1']);
  }
  const rows = readResults();
  const good = rows.filter((row) => isNumber(row.lostWrites));
  const sum = (field) => good.reduce((total, row) => total + row[field], 0);
  const lost = good.reduce((total, row) => total + Math.max(0, row.lostWrites), 0);
  return `${good.length} kills right after an acknowledgement: ${lost} of ${sum('acked').toLocaleString('en-US')} acknowledged writes lost; ${rows.length - good.length} runs failed otherwise.`;
}

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

function replaceBetween(text, name, content) {
  const [begin, end] = [`<!-- ${name}: generated by npm run bench -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) stopWith(`docs/performance.md has lost its marks ${begin} … ${end}.`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

function describeRun(rows) {
  const git = (...args) => execFileSync('git', args, { cwd: projectDir, encoding: 'utf8' }).trim();
  const dirty = git('status', '--porcelain', '--', 'src', 'realtime', 'bench') === '' ? '' : ' with uncommitted changes';
  const days = [...new Set(rows.map(({ ts }) => new Date(ts).toISOString().slice(0, 10)))].join(', ');
  const loads = rows.map(({ load }) => load);
  const machine = `${os.cpus()[0]?.model ?? 'unknown'}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
  return `Measured ${days} at commit ${git('rev-parse', '--short', 'HEAD')}${dirty}. ${machine}. Load average while measuring ${Math.min(...loads)}–${Math.max(...loads)}.`;
}

function writeTables() {
  const rows = readResults();
  if (rows.length === 0) stopWith(`There are no results in ${results}.`);
  const content = [
    describeRun(rows),
    '',
    '### Targets',
    '',
    targetTable(rows),
    '',
    '### Workloads',
    '',
    workloadTables(rows),
  ].join('\n');
  writeFileSync(document, replaceBetween(readFileSync(document, 'utf8'), 'tables', content));
  process.stdout.write(`docs/performance.md has ${rows.length} results.\n`);
}

if (options.help) {
  process.stdout.write(`${usage}\n`);
} else if (options.kills) {
  prepare();
  const sentence = kill(Number(options.kills));
  writeFileSync(document, replaceBetween(readFileSync(document, 'utf8'), 'kills', sentence));
  process.stdout.write(`${sentence}\n`);
} else {
  if (!options['tables-only']) {
    prepare();
    measure();
  }
  writeTables();
}
