// Known holes in the packages that are shipped: `npm audit --omit=dev` as far as the registry answers. Fails on high and critical ones, but for those
// in audit-allowed.json: each with a reason, and a date at which it is looked at again.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const severe = new Set(['high', 'critical']);

/** What npm printed, judged: `{ ok, lines }`. `allowed`: `[{ package, reason, until }]`, the date as `2027-01-31`. */
export function judgeAudit(printed, allowed, today) {
  const incomplete = allowed.filter(
    ({ package: name, reason, until }) => !name || !reason || !/^\d{4}-\d\d-\d\d$/.test(until ?? ''),
  );
  if (incomplete.length > 0)
    return { ok: false, lines: ['audit-allowed.json: each entry needs package, reason and until (2027-01-31).'] };
  let report;
  try {
    report = JSON.parse(printed);
  } catch {
    report = undefined;
  }
  if (!report?.vulnerabilities) {
    const why = String(report?.message ?? report?.error?.summary ?? 'no report')
      .split('\n')[0]
      .slice(0, 200);
    return { ok: true, lines: [`audit: not answered by the registry (${why}). Nothing was checked.`] };
  }
  const found = Object.values(report.vulnerabilities).filter(({ severity }) => severe.has(severity));
  const excused = (name) => allowed.find((entry) => entry.package === name && entry.until >= today);
  const left = found.filter(({ name }) => !excused(name));
  return {
    ok: left.length === 0,
    lines: [
      ...left.map(
        ({ name, severity, range }) =>
          `audit: ${name} ${range} has a known hole (${severity}). Update it, or excuse it in audit-allowed.json.`,
      ),
      ...found
        .filter(({ name }) => excused(name))
        .map(({ name }) => `audit: ${name} is excused until ${excused(name).until}: ${excused(name).reason}`),
      `audit: ${Object.keys(report.vulnerabilities).length} packages with known holes, ${left.length} to be mended now`,
    ],
  };
}

const here = path.dirname(fileURLToPath(import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout, error } = spawnSync(npm, ['audit', '--omit=dev', '--json'], {
    cwd: path.resolve(here, '../..'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const allowed = JSON.parse(readFileSync(path.join(here, 'audit-allowed.json'), 'utf8'));
  const { ok, lines } = judgeAudit(
    error ? JSON.stringify({ message: error.message }) : stdout,
    allowed,
    new Date().toISOString().slice(0, 10),
  );
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.exit(ok ? 0 : 1);
}
