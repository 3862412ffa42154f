import { expect, it } from 'vitest';
import { createPasswordHasher } from './password-hasher.ts';

const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
/** The processor's time: on a busy computer the clock's says more about others. */
const workSince = (from: NodeJS.CpuUsage): number => process.cpuUsage(from).user + process.cpuUsage(from).system;

it('[I3] hashes with 12 rounds, salted, and knows its own hashes', async () => {
  const hasher = createPasswordHasher();
  const [one, two] = [String(await hasher.hash('Grüße')), String(await hasher.hash('Grüße'))];
  expect(one).toMatch(/^\$2b\$12\$/);
  expect(one).not.toBe(two);
  expect(await hasher.verify('Grüße', one)).toBe(true);
  expect(await hasher.verify('grüße', one)).toBe(false);
  expect(hasher.isOld(one)).toBe(false);
  expect(hasher.isOld(String(await createPasswordHasher(4).hash('x')))).toBe(true);
});

it('[I3] takes as long without a hash as with one that isn’t the right one', async () => {
  const hasher = createPasswordHasher(8);
  const hash = String(await hasher.hash('right'));
  const times: Record<'wrong' | 'nobody', number[]> = { wrong: [], nobody: [] };
  for (let turn = 0; turn < 12; turn++) {
    for (const kind of ['wrong', 'nobody'] as const) {
      const from = process.cpuUsage();
      expect(await hasher.verify('wrong', kind === 'wrong' ? hash : undefined)).toBe(false);
      times[kind].push(workSince(from));
    }
  }
  const ratio = median(times.nobody) / median(times.wrong);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

it('[I3] turns away what would wait too long', async () => {
  const hasher = createPasswordHasher(4);
  const answers = await Promise.all(Array.from({ length: 100 }, () => hasher.hash('x')));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(100 - 2 - 64);
  expect(await hasher.hash('x')).toMatch(/^\$2b/);
});
