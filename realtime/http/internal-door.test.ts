import http from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '#adapters/memory/rate-limiter';
import { internalPath } from '#contract/internal';
import { usualRateLimits } from '#server/config/rate-limits';
import { createClientOf } from './client-of.ts';
import { createInternalApi } from './internal.ts';
import { createRequestLimits } from './limit-requests.ts';
import { openInternalDoor } from './internal-door.ts';
import { respondText } from './respond.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let close: () => void = () => undefined;
afterEach(() => close());

it('[E369] the internal door serves its API and nothing else, also to who sends the whole address', async () => {
  const door = await openInternalDoor(async (exchange) => respondText(exchange, 200, exchange.path), silent);
  close = door.close;
  const get = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const request = http.get(door.url, { path }, (response) => resolve(text(response)));
      request.on('error', reject);
    });
  expect(await get(`${internalPath}bundle.list?a=1`)).toBe(`${internalPath}bundle.list`);
  expect(await get(`${door.url}${internalPath}bundle.list`)).toBe(`${internalPath}bundle.list`);
  expect(await get('/')).toBe('There is nothing here.');
});

it('[H27] wrong guesses at its secret are refused after a while, and our own web process goes on', async () => {
  const limits = createRequestLimits({
    limiter: createMemoryRateLimiter(),
    limits: { ...usualRateLimits, 'sign-in': { points: 2, seconds: 60 } },
    clientOf: createClientOf([]),
    mode: 'login',
  });
  const internal = createInternalApi({ secret: 'the right secret', log: silent, services: () => undefined, limits });
  const door = await openInternalDoor(internal, silent);
  close = door.close;
  const ask = async (secret: string) => {
    const answer = await fetch(`${door.url}${internalPath}bundle.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
    });
    return [answer.status, answer.headers.has('retry-after')];
  };
  for (let time = 0; time < 2; time += 1) expect(await ask('guess')).toEqual([401, false]);
  expect(await ask('guess')).toEqual([429, true]);
  expect(await ask('the right secret')).toEqual([503, false]);
});
