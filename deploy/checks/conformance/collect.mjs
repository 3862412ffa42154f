// Which tests carry which ids in their titles, and how they ended.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const idPattern = /\[(C\d+|A9\.\d+|U\.[a-z-]+)\]/g;

const idsIn = (text) => [...text.matchAll(idPattern)].map(([, id]) => id);

/** `{ title, state }` of every test in Vitest's JSON report; state is passed, failed or skipped. */
export function vitestResults(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  return tests.map(({ fullName, status }) => ({
    title: fullName,
    state: status === 'passed' || status === 'failed' ? status : 'skipped',
  }));
}

/** The same of Playwright's. */
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
    return ids.map((id) => ({ title: `[${id}] ${file}`, state: 'passed' }));
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
