// npm test: checks, unit and integration tests, build, end-to-end tests. The last line counts all of them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { binOf, checkNode, installPackages, projectDir, run, runBeside, runBin, say } from './prepare.mjs';

checkNode();
installPackages();
const { ensureTestTools } = await import('./test-tools.mjs');
const chromium = ensureTestTools();

const reports = mkdtempSync(path.join(os.tmpdir(), 'nodecg-next-test-'));
const total = { passed: 0, failed: 0 };
/** Named once more at the end: what is printed above may be cut. */
const failures = [];
/** What passed only when it was tried again. */
const flaky = [];
const only = new Set(process.argv.slice(2)); // npm test -- unit e2e

/** One step that passes or fails as a whole. */
function check(name, work, group = 'checks') {
  if (only.size > 0 && !only.has(name) && !only.has(group)) return;
  say(`— ${name}`);
  countCheck(name, work() === 0);
}

function countCheck(name, passed) {
  total[passed ? 'passed' : 'failed'] += 1;
  if (!passed) failures.push(name);
}

/** Such steps one after the other, while other lanes go on. */
async function lane(checks) {
  for (const [name, script, ...args] of checks) {
    if (only.size > 0 && !only.has(name) && !only.has('checks')) continue;
    const { status, output } = await runBeside(process.execPath, [script, ...args]);
    say(`— ${name}`);
    process.stdout.write(output);
    countCheck(name, status === 0);
  }
}

/** A test runner with a report of its own: its tests are counted one by one. */
function suite(name, work, count) {
  if (only.size > 0 && !only.has(name)) return;
  say(`— ${name}`);
  const report = path.join(reports, `${name}.json`);
  const status = work(report);
  try {
    const counted = count(JSON.parse(readFileSync(report, 'utf8')));
    total.passed += counted.passed;
    total.failed += counted.failed;
    failures.push(...counted.names.map((failed) => `${name}: ${failed}`));
    if (status === 0 || counted.failed > 0) return;
    total.failed += 1;
    failures.push(`${name} ended with status ${status}, and every test passed`);
  } catch {
    total.failed += 1;
    failures.push(`${name} ended with status ${status} and no report`);
  }
}

/** What failed in a file of Vitest's report, with what was said; a file without tests failed as a whole. */
function failedTests({ name, status, message, assertionResults }) {
  if (status !== 'failed') return [];
  const file = path.relative(projectDir, name);
  if (assertionResults.length === 0) return [`${file}\n${message.slice(0, 1_500)}`];
  const failed = assertionResults.filter((result) => result.status === 'failed');
  return failed.map((result) => `${file}: ${result.fullName}\n${String(result.failureMessages[0]).slice(0, 1_500)}`);
}

/** The same of a suite of Playwright's report: its specs that ended so. */
function specsThat(status, suite) {
  const specs = (suite.specs ?? []).filter((spec) => spec.tests.some((test) => test.status === status));
  const told = specs.map((spec) => {
    const error = spec.tests.flatMap((test) => test.results).find((result) => result.error)?.error.message ?? '';
    return `${spec.file}: ${spec.title}\n${error.slice(0, 1_500)}`;
  });
  return [...told, ...(suite.suites ?? []).flatMap((inner) => specsThat(status, inner))];
}

const node = (file, ...args) => run(process.execPath, [path.join(projectDir, file), ...args]);

run(process.execPath, [path.join(projectDir, 'deploy/commands/generate.mjs')]);
check('typegen', () => runBin('next', ['typegen'], { NEXT_TELEMETRY_DISABLED: '1' }));
await Promise.all([
  lane([['lint', binOf('eslint'), '.', '--max-warnings', '0']]),
  lane([
    ['types', binOf('typescript:tsc'), '-p', '.'],
    ['format', binOf('prettier'), '--check', '.', '--log-level', 'warn'],
    ['layers', 'deploy/checks/layers.mjs'],
    ['audit', 'deploy/checks/audit-packages.mjs'],
    ['pages', 'deploy/checks/pages.mjs'],
    ['drift', 'deploy/commands/db-drift.mjs'],
  ]),
]);
suite(
  'unit',
  (report) => runBin('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]),
  (json) => ({
    passed: json.numPassedTests,
    failed:
      json.numFailedTests +
      json.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    names: json.testResults.flatMap(failedTests),
  }),
);
// End-to-end tests look at what is built, so that has to be this.
check('build', () => node('deploy/commands/build.mjs'), 'e2e');
suite(
  'e2e',
  (report) => {
    if (chromium === undefined)
      process.stderr.write('The end-to-end tests need Chromium: install it, or name it in CHROMIUM_PATH.\n');
    return runBin('@playwright/test:playwright', ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      ...(chromium && { CHROMIUM_PATH: chromium }),
    });
  },
  (json) => {
    flaky.push(...json.suites.flatMap((suite) => specsThat('flaky', suite)));
    return {
      passed: json.stats.expected + json.stats.flaky,
      failed: json.stats.unexpected + json.errors.length,
      names: [
        ...json.suites.flatMap((suite) => specsThat('unexpected', suite)),
        ...json.errors.map((error) => String(error.message).slice(0, 1_500)),
      ],
    };
  },
);

// Both reports or none: each line of NodeCG's behaviour may be tested in either.
const reported = ['unit', 'e2e'].map((name) => path.join(reports, `${name}.json`));
if (reported.every((file) => existsSync(file)))
  check('conformance', () => node('deploy/checks/conformance.mjs', ...reported), 'e2e');

rmSync(reports, { recursive: true, force: true });
for (const test of flaky) process.stderr.write(`passed only when tried again: ${test}\n`);
for (const failure of failures) process.stderr.write(`failed: ${failure}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
