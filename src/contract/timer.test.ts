import { describe, expect, it } from 'vitest';
import {
  isDone,
  isRunning,
  msUntilDone,
  problemOfTimer,
  shownMs,
  stoppedTimer,
  timerLimits,
  timerOperations,
  type TimerValue,
  type TimerCommand,
} from './timer.ts';

const at = 1_800_000_000_000;
const countdown: TimerValue = { ...stoppedTimer, mode: 'down', baseMs: 60_000, durationMs: 60_000 };

/** The timer after these commands, each at its moment after `at`. */
function after(timer: TimerValue, ...steps: [number, TimerCommand][]): TimerValue {
  return steps.reduce<TimerValue>((value, [afterMs, command]) => {
    const made = timerOperations(value, command, at + afterMs);
    if (!made.ok) throw new Error(made.error.message);
    const [operation] = made.value;
    if (!operation) return value;
    expect(made.value).toHaveLength(1);
    const next = 'newValue' in operation.args ? operation.args.newValue : undefined;
    expect(problemOfTimer(next)).toBeUndefined();
    return next as TimerValue;
  }, timer);
}
const start: TimerCommand = { type: 'start' };
const pause: TimerCommand = { type: 'pause' };
const refusal = (timer: TimerValue, command: TimerCommand, afterMs = 0) => {
  const made = timerOperations(timer, command, at + afterMs);
  return made.ok ? undefined : made.error;
};

describe('a running timer', () => {
  it('[T1] shows its base plus or minus the time since its start, at its rate', () => {
    expect(shownMs(after({ ...stoppedTimer, baseMs: 5_000 }, [0, start]), at + 1_234)).toBe(6_234);
    expect(shownMs(after({ ...stoppedTimer, rate: 2 }, [0, start]), at + 1_500)).toBe(3_000);
    expect(shownMs(after({ ...countdown, rate: 0.5 }, [0, start]), at + 10_000)).toBe(55_000);
  });

  it('[T1] never shows less than at its start to a client whose clock is behind, nor starts before a start that is still to come', () => {
    const timer = after({ ...stoppedTimer, baseMs: 5_000 }, [0, start]);
    expect(shownMs(timer, at - 40)).toBe(5_000);
    expect(msUntilDone({ ...countdown, startedAt: at + 10_000 }, at)).toBe(70_000);
  });

  it('[T2] is not moved by a second start, and a standing one not by a second pause', () => {
    const timer = after(stoppedTimer, [0, start]);
    expect(after(timer, [9_000, start])).toBe(timer);
    expect(after(stoppedTimer, [9_000, pause])).toBe(stoppedTimer);
  });

  it('[T2] pauses at what it shows and goes on from there', () => {
    const timer = after(stoppedTimer, [0, start], [2_500, pause]);
    expect(timer).toMatchObject({ startedAt: null, baseMs: 2_500 });
    expect(shownMs(after(timer, [60_000, start]), at + 60_100)).toBe(2_600);
  });

  it('[T3] goes on without a jump through changes of rate and direction', () => {
    let timer = after(stoppedTimer, [0, start]);
    let shown = 0;
    const turns: TimerCommand[] = [
      { type: 'rate', rate: 1.37 },
      { type: 'countdown' },
      { type: 'rate', rate: 0.01 },
      { type: 'countUp' },
      { type: 'rate', rate: 1 },
    ];
    turns.forEach((command, turn) => {
      const now = at + (turn + 1) * 7_777;
      shown = shownMs(timer, now);
      timer = after(timer, [now - at, command]);
      expect(Math.abs(shownMs(timer, now) - shown)).toBeLessThan(0.001);
      expect(isRunning(timer, now)).toBe(true);
    });
  });

  it('[T4] goes on from what it is set or adjusted to, at its rate', () => {
    const timer = after({ ...stoppedTimer, rate: 2 }, [0, start], [1_000, { type: 'adjust', byMs: 1_000 }]);
    expect(shownMs(timer, at + 2_000)).toBe(5_000);
    expect(shownMs(after(timer, [2_000, { type: 'set', ms: 0 }]), at + 3_000)).toBe(2_000);
  });
});

describe('the end', () => {
  it('[T5] is at zero for a countdown and at its limit for a timer that counts up, and it stays there', () => {
    const down = after(countdown, [0, start]);
    expect([shownMs(down, at + 59_999), shownMs(down, at + 60_000), shownMs(down, at + 3_600_000)]).toEqual([1, 0, 0]);
    const up = after(stoppedTimer, [0, { type: 'countUp', toMs: 45_000 }], [0, start]);
    expect([isDone(up, at + 44_999), isDone(up, at + 45_000), shownMs(up, at + 99_000)]).toEqual([false, true, 45_000]);
    expect(shownMs(after(stoppedTimer, [0, start]), at + 1e12)).toBe(timerLimits.longestMs);
  });

  it('[T5] is known beforehand', () => {
    expect(msUntilDone(after({ ...countdown, rate: 2 }, [0, start]), at + 10_000)).toBe(20_000);
    expect(msUntilDone(countdown, at)).toBeUndefined();
    expect(msUntilDone(after(countdown, [0, start]), at + 99_000)).toBe(0);
  });

  it('[T6] keeps a timer standing: a start says why not, other commands leave it standing', () => {
    const done = after(countdown, [0, start]);
    expect(refusal(done, start, 60_000)?.message).toContain('at zero');
    expect(refusal({ ...countdown, baseMs: 0 }, start)?.message).toContain('at zero');
    expect(after(done, [61_000, { type: 'adjust', byMs: 10_000 }])).toMatchObject({ startedAt: null, baseMs: 10_000 });
    expect(after(done, [61_000, pause])).toMatchObject({ startedAt: null, baseMs: 0 });
    expect(after(done, [61_000, { type: 'reset' }])).toMatchObject({ startedAt: null, baseMs: 60_000 });
  });

  it('[T6] is where a running countdown stops that is set, or adjusted, to zero or below', () => {
    const timer = after(countdown, [0, start]);
    expect(after(timer, [55_000, { type: 'adjust', byMs: -10_000 }])).toMatchObject({ startedAt: null, baseMs: 0 });
    expect(after(timer, [55_000, { type: 'set', ms: 0 }])).toMatchObject({ startedAt: null, baseMs: 0 });
  });

  it('[T6] is left by a reset: a countdown stands at its length, a timer that counts up at zero', () => {
    expect(after(countdown, [0, start], [5_000, { type: 'reset' }])).toEqual(countdown);
    expect(after(stoppedTimer, [0, start], [5_000, { type: 'reset' }])).toEqual(stoppedTimer);
    const next = after(stoppedTimer, [0, start], [1_000, { type: 'countdown', fromMs: 90_000 }]);
    expect([shownMs(next, at + 2_000), next.durationMs]).toEqual([89_000, 90_000]);
  });
});

describe('what makes no sense', () => {
  const numbers = [-1, NaN, Infinity, 1e15, '5', null, undefined, {}] as number[];

  it('[T7] is refused as a command, and says what would do', () => {
    const commands = numbers.flatMap((number): TimerCommand[] => [
      { type: 'set', ms: number },
      ...(number === -1 ? [] : [{ type: 'adjust', byMs: number } as const]),
      { type: 'rate', rate: number },
      ...(number === undefined
        ? []
        : ([
            { type: 'countdown', fromMs: number },
            { type: 'countUp', toMs: number },
          ] as const)),
    ]);
    commands.push({ type: 'rate', rate: 0 }, { type: 'countdown', fromMs: 0 }, { type: 'countUp', toMs: 0 });
    for (const command of commands)
      expect(refusal(stoppedTimer, command), JSON.stringify(command)).toMatchObject({
        code: 'invalid-operation',
        message: expect.stringMatching(/^\w+ must be a number from \S+ to \d+\.$/) as string,
      });
  });

  it('[T8] is refused as a value, with the field named', () => {
    const fields: [keyof TimerValue | 'extra', unknown[]][] = [
      ['mode', ['sideways', undefined, 1]],
      ['baseMs', numbers],
      ['startedAt', numbers.filter((number) => number !== null && number !== 1e15).concat(1e17)],
      ['rate', [...numbers, 0, 0.001, 1e3]],
      ['durationMs', numbers],
      ['limitMs', [...numbers, 0]],
      ['extra', [1]],
    ];
    for (const [field, values] of fields)
      for (const value of values)
        expect(problemOfTimer({ ...stoppedTimer, [field]: value }), `${field} ${String(value)}`).toMatch(
          new RegExp(`^${field} `),
        );
    for (const value of [undefined, null, 1, 'x', [], {}, [stoppedTimer]]) expect(problemOfTimer(value)).toBeTypeOf('string');
    expect(problemOfTimer(Object.create(stoppedTimer))).toBeTypeOf('string');
    expect(problemOfTimer(stoppedTimer)).toBeUndefined();
  });

  it('[T8] counts as the stopped timer where a command meets it', () => {
    const made = timerOperations({ score: 1 }, { type: 'pause' }, at);
    expect(made).toEqual({ ok: true, value: [{ path: '/', method: 'overwrite', args: { newValue: stoppedTimer } }] });
  });
});
