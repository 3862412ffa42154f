import { describe, expect, it } from 'vitest';
import { failure, success } from '#contract/result';
import type { Log } from '#ports/log';
import { supervise, type Child } from './supervise.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Children that end when a test says so. */
function createNursery() {
  const ends: ((reason: string) => void)[] = [];
  const stopped: number[] = [];
  const child = (value: number): Child<number> => {
    let end: (reason: string) => void = () => {};
    const exited = new Promise<string>((resolve) => {
      end = resolve;
    });
    ends.push(end);
    return {
      value,
      exited,
      stop: async () => {
        stopped.push(value);
        end('stopped');
        await exited;
      },
    };
  };
  return { child, ends, stopped };
}

describe('supervise', () => {
  it('starts again what ended, and tells the new one about the old', async () => {
    const { child, ends } = createNursery();
    const starts: (number | undefined)[] = [];
    const states: string[] = [];
    const supervision = supervise<number>({
      name: 'it',
      log: silent,
      firstRetryMs: 1,
      onState: (state, detail) => states.push(detail ? `${state}: ${detail}` : state),
      start: (previous) => {
        starts.push(previous);
        return Promise.resolve(success(child(starts.length)));
      },
    });
    expect(await supervision.first).toEqual(success(1));
    ends[0]?.('killed.');
    await expect.poll(() => supervision.current()).toBe(2);
    expect(starts).toEqual([undefined, 1]);
    expect(states).toEqual(['starting', 'ok', 'failing: killed.', 'starting', 'ok']);
    await supervision.stop();
  });

  it('waits longer after each failure, and tells the first', async () => {
    const pauses: string[] = [];
    let tries = 0;
    const supervision = supervise<number>({
      name: 'it',
      log: { ...silent, warn: (message) => pauses.push(message) },
      firstRetryMs: 1,
      lastRetryMs: 4,
      start: () => Promise.resolve(failure(`no ${++tries}.`)),
    });
    expect(await supervision.first).toEqual(failure('no 1.'));
    await expect.poll(() => pauses.length).toBeGreaterThanOrEqual(4);
    await supervision.stop();
    expect(pauses.slice(0, 4)).toEqual(
      [1, 2, 4, 4].map((ms, index) => `it is down: no ${index + 1}. Trying again in ${ms / 1000} s.`),
    );
  });

  it('takes a thrown error for a failure', async () => {
    const supervision = supervise<number>({ name: 'it', log: silent, start: () => Promise.reject(new Error('broken')) });
    expect(await supervision.first).toEqual(failure('broken'));
    await supervision.stop();
  });

  it('stops the child once, and starts none after that', async () => {
    const { child, stopped } = createNursery();
    let starts = 0;
    const supervision = supervise<number>({
      name: 'it',
      log: silent,
      firstRetryMs: 1,
      start: () => Promise.resolve(success(child(++starts))),
    });
    await supervision.first;
    await Promise.all([supervision.stop(), supervision.stop()]);
    expect(stopped.length).toBeGreaterThan(0);
    expect(starts).toBe(1);
    expect(supervision.current()).toBeUndefined();
  });

  it('stops a child that comes up only after it was told to stop', async () => {
    const { child, stopped } = createNursery();
    let finish: () => void = () => {};
    const supervision = supervise<number>({
      name: 'it',
      log: silent,
      start: () => new Promise((resolve) => (finish = () => resolve(success(child(1))))),
    });
    const end = supervision.stop();
    finish();
    await end;
    expect(stopped).toEqual([1]);
  });
});
