// Which tests carry which ids in their titles, and how they ended.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const idPattern = /\[(C\d+|A9\.\d+|U\.[a-z-]+)\]/g;

const idsIn = (text) => [...text.matchAll(idPattern)].map(([, id]) => id);

/** `{ title, state, file }` of every test in Vitest's JSON report; state is passed, failed or skipped. */
export function vitestResults(report) {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      state: status === 'passed' || status === 'failed' ? status : 'skipped',
      file: name,
    })),
  );
}

/** The same of Playwright's, whose files lie beside no SPEC.md and aren't named. */
export function playwrightResults(report) {
  const inSuite = (suite) => [
    ...(suite.specs ?? []).map(({ title, ok, tests }) => ({
      title,
      state: tests.every(({ status }) => status === 'skipped') ? 'skipped' : ok ? 'passed' : 'failed',
    })),
    ...(suite.suites ?? []).flatMap(inSuite),
  ];
  return report.suites.flatMap(inSuite);
}

/** The ids in the test files themselves, taken as passed: what a run would find, without running. */
export function sourceResults(projectDir) {
  const files = ['src', 'realtime', 'app', 'deploy', 'e2e/specs'].flatMap((directory) =>
    readdirSync(path.join(projectDir, directory), { recursive: true })
      .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
      .map((file) => path.join(directory, file)),
  );
  return files.flatMap((file) => {
    const ids = idsIn(readFileSync(path.join(projectDir, file), 'utf8'));
    return ids.map((id) => ({ title: `[${id}] ${file}`, state: 'passed', file: path.join(projectDir, file) }));
  });
}

/** The state of each line: failed if one of its tests failed, passed if one passed and none failed, else missing. */
export function judge(lines, results) {
  const states = new Map();
  for (const { title, state } of results) for (const id of idsIn(title)) states.set(id, [...(states.get(id) ?? []), state]);
  return lines.map((line) => {
    const found = states.get(line.id) ?? states.get(line.testedBy) ?? [];
    const state = found.includes('failed') ? 'failed' : found.includes('passed') ? 'passed' : 'missing';
    return { ...line, state, tests: found.filter((one) => one !== 'skipped').length };
  });
}

/** Ids in titles that no line has: somebody has mistyped. */
export function unknownIds(lines, results) {
  const known = new Set(lines.map(({ id }) => id));
  return [...new Set(results.flatMap(({ title }) => idsIn(title)))].filter((id) => !known.has(id));
}

/** The text of the SPEC.md that is nearest above a file, if there is one. */
function specAbove(file) {
  for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const spec = path.join(folder, 'SPEC.md');
    if (existsSync(spec)) return readFileSync(spec, 'utf8');
  }
  return '';
}

/** Ids that mean a rule of the test's own SPEC.md: their tests would count for lines that they know nothing of. */
export function reusedIds(results) {
  const own = results.filter(({ file }) => file !== undefined);
  const reused = own.flatMap(({ title, file }) => idsIn(title).filter((id) => specAbove(file).includes(`**${id}**`)));
  return [...new Set(reused)];
}
