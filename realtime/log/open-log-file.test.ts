import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from './open-log-file.ts';

it('keeps a log file and three older ones within their bound, with the newest line in it', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'log-'));
  const file = path.join(folder, 'logs/nodecg.log');
  const log = openLogFile(file, 1_000_000, 1_000);
  for (let line = 0; line < 300; line++) {
    log.write(`line ${line} ${'x'.repeat(40)}\n`);
    if (line % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await expect
    .poll(() =>
      readdirSync(path.dirname(file)).some((name) =>
        readFileSync(path.join(path.dirname(file), name), 'utf8').includes('line 299'),
      ),
    )
    .toBe(true);
  const names = readdirSync(path.dirname(file));
  expect(names.length).toBeLessThanOrEqual(4);
  expect(names).toContain('nodecg.log.1');
  for (const name of names) expect(statSync(path.join(path.dirname(file), name)).size).toBeLessThan(20_000);
  rmSync(folder, { recursive: true, force: true });
});

it('turns a file that earlier runs have filled', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'log-'));
  const file = path.join(folder, 'nodecg.log');
  writeFileSync(file, 'x'.repeat(990));
  const log = openLogFile(file, 1_000_000, 1_000);
  let lines = 0;
  await expect
    .poll(() => {
      // Together they stay far below the bound.
      if (lines++ < 10) log.write(`line ${lines} is short\n`);
      return readdirSync(folder);
    })
    .toContain('nodecg.log.1');
  expect(statSync(`${file}.1`).size).toBeGreaterThanOrEqual(990);
  rmSync(folder, { recursive: true, force: true });
});
