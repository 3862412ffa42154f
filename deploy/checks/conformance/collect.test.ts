import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

type Result = { title: string; state: string; file?: string };
const { reusedIds, vitestResults } = (await import(pathToFileURL(path.join(import.meta.dirname, 'collect.mjs')).href)) as {
  reusedIds(results: Result[]): string[];
  vitestResults(report: unknown): Result[];
};

it('an id of NodeCG’s that the nearest SPEC.md has for a rule of its own is told', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nodecg-next-conformance-'));
  try {
    mkdirSync(path.join(folder, 'room/inner'), { recursive: true });
    writeFileSync(path.join(folder, 'room/SPEC.md'), '- **C1** A rule of this room. See C2.\n- **Q3** Another.\n');
    const tests = (...titles: string[]) => titles.map((fullName) => ({ fullName, status: 'passed' }));
    const report = {
      testResults: [
        { name: path.join(folder, 'room/inner/a.test.ts'), assertionResults: tests('[C1] one', '[C2] [Q3] two', '[C11] three') },
        { name: path.join(folder, 'b.test.ts'), assertionResults: tests('[C1] beside no SPEC.md') },
      ],
    };
    expect(reusedIds(vitestResults(report))).toEqual(['C1']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
