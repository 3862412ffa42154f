import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lastHeight, rememberHeight } from './panel-memory.ts';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  const getItem = (key: string) => stored.get(key) ?? null;
  vi.stubGlobal('localStorage', { getItem, setItem: (key: string, value: string) => void stored.set(key, value) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('[E565] a panel’s height is remembered by its width', () => {
  rememberHeight('desk.one', 272, 300);
  rememberHeight('desk.one', 352.4, 180);
  rememberHeight('desk.one', 272, 310);
  expect([lastHeight('desk.one', 272), lastHeight('desk.one', 352), lastHeight('desk.one', 416)]).toEqual([310, 180, undefined]);
});

it('[E565] those that were seen last are kept, and no more than 500', () => {
  for (let n = 0; n < 500; n += 1) rememberHeight(`desk.${n}`, 128, 100 + n);
  rememberHeight('desk.0', 128, 99);
  rememberHeight('desk.new', 128, 700);
  expect([lastHeight('desk.0', 128), lastHeight('desk.1', 128), lastHeight('desk.new', 128)]).toEqual([99, undefined, 700]);
});

it('[E565] what something else has written there is nothing', () => {
  for (const text of ['{', '{}', '[[1, 2], ["desk.one 128", -5], ["desk.one 128", "5"], null]']) {
    stored.set('nodecg-next.panel-heights', text);
    expect(lastHeight('desk.one', 128), text).toBeUndefined();
  }
});
