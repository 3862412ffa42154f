// Is every line of NodeCG's behaviour tested, and does it hold? Reads the reports of Vitest and Playwright; `npm test` runs it after both.
//   node deploy/checks/conformance.mjs <vitest.json> <playwright.json>   judge a run
//   node deploy/checks/conformance.mjs                                   what a run would find, from the titles in the test files
//   … --write                                                            write docs/nodecg-compatibility.md
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge, playwrightResults, reusedIds, sourceResults, unknownIds, vitestResults } from './conformance/collect.mjs';
import { describe } from './conformance/describe.mjs';
import { differences } from './conformance/differences.mjs';
import { lines } from './conformance/lines.mjs';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const document = path.join(projectDir, 'docs/nodecg-compatibility.md');

const [unit, e2e] = process.argv.slice(2).filter((argument) => argument !== '--write');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const results = unit && e2e ? [...vitestResults(readJson(unit)), ...playwrightResults(readJson(e2e))] : sourceResults(projectDir);

const judged = judge(lines, results);
for (const { id, state, text, reason, tests } of judged) {
  const told = state === 'missing' && reason ? `missing (${reason})` : state;
  process.stdout.write(`${id.padEnd(20)} ${told.padEnd(8)} ${String(tests).padStart(3)}  ${text}\n`);
}

const problems = [
  ...judged.filter(({ state }) => state === 'failed').map(({ id }) => `${id} failed`),
  ...judged.filter(({ state, reason }) => state === 'missing' && !reason).map(({ id }) => `${id} has no test, and no reason`),
  ...unknownIds(lines, results).map((id) => `[${id}] is in a test's title, and no line has that id`),
  ...reusedIds(results).map((id) => `[${id}] is a rule of a folder's own SPEC.md: give that rule another id`),
];
const text = describe(judged, differences);
if (process.argv.includes('--write')) writeFileSync(document, text);
else if (readCommitted() !== text)
  problems.push('docs/nodecg-compatibility.md says something else: node deploy/checks/conformance.mjs --write');

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  `${judged.filter(({ state }) => state === 'passed').length} of ${judged.length} lines of NodeCG's behaviour hold\n`,
);
process.exit(problems.length === 0 ? 0 : 1);

function readCommitted() {
  try {
    return readFileSync(document, 'utf8');
  } catch {
    return undefined;
  }
}
