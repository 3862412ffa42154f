// docs/nodecg-compatibility.md, from what the tests say.

const words = { passed: 'tested', failed: '**fails**', missing: '**not tested**' };

function row({ id, text, state, reason, testedBy }) {
  const told = state === 'missing' && reason ? `not yet: ${reason}` : words[state];
  return `| ${id} | ${text.replaceAll('|', '\\|')} | ${told}${testedBy && state === 'passed' ? ` (${testedBy})` : ''} |`;
}

/** The document for these judged lines and stated differences. */
export function describe(judged, differences) {
  const groups = [...new Set(judged.map(({ group }) => group))];
  const tables = groups.flatMap((group) => [
    `## ${group}`,
    '',
    '| id | behaviour | |',
    '| --- | --- | --- |',
    ...judged.filter((line) => line.group === group).map(row),
    '',
  ]);
  const passed = judged.filter(({ state }) => state === 'passed').length;
  return [
    '# NodeCG bundles here',
    '',
    '<!-- Written by `node deploy/checks/conformance.mjs --write`; what it says is in deploy/checks/conformance/. Don’t edit it by hand. -->',
    '',
    'Bundles written for NodeCG 1.x and 2.x run here unmodified: put the folder into `bundles/`. This page says what that rests on. Each line is',
    'something that NodeCG does, or a defect that it has; tests carry the ids in their titles (`[C25] …`), and `npm test` fails when one of them is broken or missing.',
    '',
    `${passed} of ${judged.length} lines are tested.`,
    '',
    '## What differs, and why',
    '',
    '| what | why |',
    '| --- | --- |',
    ...differences.map(({ what, why }) => `| ${what} | ${why} |`),
    '',
    ...tables,
  ].join('\n');
}
