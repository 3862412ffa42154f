import { afterEach, expect, it } from 'vitest';
import type { Link } from '#bundles/client/link';
import type { FrameItem, Welcome } from '#contract/wire';
import type { BundleChange } from '#contract/bundle';
import { affects } from './bundle-changes.ts';
import { followLink } from './follow-link.ts';
import { createStatusStore, type Comeback } from './live-status.ts';

/** A line that does only what the test says, when it says it. */
function createLine() {
  const on: {
    welcome?: (welcome: Welcome) => void;
    disconnect?: (reason: string) => void;
    frame?: (items: FrameItem[]) => void;
  } = {};
  let connected = false;
  let welcome: Welcome | undefined;
  const follow = <K extends keyof typeof on>(key: K, handler: (typeof on)[K]) => {
    on[key] = handler;
    return () => {
      on[key] = undefined;
    };
  };
  const link: Link = {
    get welcome() {
      return welcome;
    },
    get connected() {
      return connected;
    },
    request: () => Promise.resolve({ ok: false, error: { code: 'disconnected', message: '' } }),
    onWelcome: (handler) => follow('welcome', handler),
    onDisconnect: (handler) => follow('disconnect', handler),
    onFrame: (handler) => follow('frame', handler),
    close: () => undefined,
  };
  return {
    link,
    connect(epoch: string) {
      connected = true;
      welcome = {
        protocol: 1,
        epoch,
        version: '1',
        serverTime: 0,
        connectionId: 'c',
        actor: { kind: 'user', id: 'local', role: 'ADMIN' },
      };
      on.welcome?.(welcome);
    },
    disconnect() {
      connected = false;
      on.disconnect?.('transport close');
    },
    frame: (items: FrameItem[]) => on.frame?.(items),
  };
}

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function start() {
  // The latency meter asks whether anybody is looking.
  Object.assign(globalThis, { document: { visibilityState: 'hidden' } });
  const line = createLine();
  const status = createStatusStore({ state: 'connecting', slow: false });
  const comebacks: Comeback[] = [];
  const changes: BundleChange[] = [];
  stops.push(
    followLink(line.link, status, { onComeback: (how) => comebacks.push(how), onBundleChange: (change) => changes.push(change) }),
  );
  return { line, status, comebacks, changes };
}

it('is live after the welcome, reconnecting with the time of the loss, and live again', () => {
  const { line, status, comebacks } = start();
  line.connect('run-1');
  expect(status.get()).toEqual({ state: 'live' });
  line.disconnect();
  expect(status.get()).toEqual({ state: 'reconnecting', lostAt: expect.any(Number) as number });
  line.connect('run-1');
  expect(status.get()).toEqual({ state: 'live' });
  expect(comebacks).toEqual(['resumed']);
});

it('tells a restarted server from a broken line by the epoch', () => {
  const { line, comebacks } = start();
  line.connect('run-1');
  line.disconnect();
  line.connect('run-2');
  expect(comebacks).toEqual(['restarted']);
});

it('hands over bundle changes and nothing else of a frame', () => {
  const { line, changes } = start();
  const change: BundleChange = { bundle: 'a', kind: 'panel', targets: ['score'] };
  line.frame([
    ['d', 3],
    ['b', change],
  ]);
  expect(changes).toEqual([change]);
});

it('reloads only the pages that a change concerns', () => {
  const score = { bundle: 'a', kind: 'panel', target: 'score' } as const;
  expect(affects({ bundle: 'a', kind: 'panel', targets: ['score'] }, score)).toBe(true);
  expect(affects({ bundle: 'a', kind: 'panel', targets: ['clock'] }, score)).toBe(false);
  expect(affects({ bundle: 'a', kind: 'panel' }, score)).toBe(true);
  expect(affects({ bundle: 'a', kind: 'config' }, score)).toBe(true);
  expect(affects({ bundle: 'a', kind: 'graphic' }, score)).toBe(false);
  expect(affects({ bundle: 'a', kind: 'extension' }, score)).toBe(false);
  expect(affects({ bundle: 'b', kind: 'manifest' }, score)).toBe(false);
});
