import { expect, it } from 'vitest';
import { createTurnstile } from './turnstile.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('[G22] lets in a few at a time, in their order', async () => {
  const turnstile = createTurnstile({ places: 2, longestMs: 60_000 });
  const inside: number[] = [];
  const leave: (() => void)[] = [];
  for (let who = 0; who < 4; who++)
    void turnstile.enter().then((out) => {
      inside.push(who);
      leave[who] = out;
    });
  await turn();
  expect(inside).toEqual([0, 1]);
  leave[1]?.();
  leave[1]?.();
  await turn();
  expect(inside).toEqual([0, 1, 2]);
  leave[0]?.();
  await turn();
  expect(inside).toEqual([0, 1, 2, 3]);
});

it('[G22] does not wait for ever for who does not leave', async () => {
  const turnstile = createTurnstile({ places: 1, longestMs: 10 });
  await turnstile.enter();
  const second = await turnstile.enter();
  expect(second).toBeTypeOf('function');
});
