import { expect, it } from 'vitest';
import { createQuietTurn } from './quiet-turn.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('[G21] waits for the first turn that brings nothing', async () => {
  let runs = 0;
  const quiet = createQuietTurn(() => (runs += 1), { longestMs: 10_000 });
  for (let turns = 0; turns < 5; turns++) {
    quiet.ask();
    await turn();
    expect(runs).toBe(0);
  }
  await turn();
  expect(runs).toBe(1);
  await turn();
  expect(runs).toBe(1);
});

it('[G21] does not wait longer than it may, however much comes', async () => {
  let runs = 0;
  const quiet = createQuietTurn(() => (runs += 1), { longestMs: 2 });
  const start = performance.now();
  while (runs === 0 && performance.now() - start < 5_000) {
    quiet.ask();
    await turn();
  }
  expect(runs).toBe(1);
});

it('[G21] comes at the end of the same turn where it may not wait', async () => {
  let runs = 0;
  const quiet = createQuietTurn(() => (runs += 1), { longestMs: 0 });
  quiet.ask();
  quiet.ask();
  await turn();
  expect(runs).toBe(1);
});

it('[G21] keeps runs apart, but not the first after a rest', async () => {
  const times: number[] = [];
  const quiet = createQuietTurn(() => times.push(performance.now()), { longestMs: 2, apartMs: 40 });
  const start = performance.now();
  while (times.length < 2 && performance.now() - start < 5_000) {
    quiet.ask();
    await turn();
  }
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(38);
  quiet.cancel();
});
