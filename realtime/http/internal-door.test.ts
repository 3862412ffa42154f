import http from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { internalPath } from '#contract/internal';
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
