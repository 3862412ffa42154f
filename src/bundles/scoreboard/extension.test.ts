import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundle } from './bundle.ts';
import { startExtension } from './test-extension-host.ts';

const clockDefault = bundle.replicants.clock.default;
const lowerThirdDefault = bundle.replicants.lowerThird.default;

beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => vi.useRealTimers());

describe('the clock', () => {
  it('runs without being written to, and acknowledges what it shows', () => {
    const host = startExtension(bundle);
    expect(host.send('clock.start')).toEqual({ shownMs: 0, running: true });
    vi.advanceTimersByTime(60_000);
    expect(host.writes.clock).toBe(1);
    expect(host.send('clock.toggle')).toEqual({ shownMs: 60_000, running: false });
  });

  it('stops a countdown at zero with one write', () => {
    const host = startExtension(bundle, { clock: { ...clockDefault, mode: 'down', baseMs: 10_000 } });
    host.send('clock.start');
    vi.advanceTimersByTime(9_999);
    expect(host.read('clock')).toMatchObject({ startedAt: Date.now() - 9_999 });
    vi.advanceTimersByTime(60_000);
    expect(host.read('clock')).toMatchObject({ startedAt: null, baseMs: 0 });
    expect(host.writes.clock).toBe(2);
  });

  it('ends a countdown at its new end when it was adjusted while running', () => {
    const host = startExtension(bundle, { clock: { ...clockDefault, mode: 'down', baseMs: 10_000 } });
    host.send('clock.start');
    vi.advanceTimersByTime(5_000);
    host.send('clock.adjust', { byMs: 10_000 });
    vi.advanceTimersByTime(14_000);
    expect(host.send('clock.stop')).toEqual({ shownMs: 1_000, running: false });
  });

  it('goes on after a restart, and ends a countdown whose end was missed', () => {
    const running = { ...clockDefault, startedAt: Date.now() - 30_000, baseMs: 5_000 };
    expect(startExtension(bundle, { clock: running }).send('clock.stop')).toEqual({ shownMs: 35_000, running: false });
    const host = startExtension(bundle, { clock: { ...running, mode: 'down' } });
    vi.advanceTimersByTime(0);
    expect(host.read('clock')).toMatchObject({ startedAt: null, baseMs: 0 });
  });

  it('changes period and direction while it runs, without a jump', () => {
    const host = startExtension(bundle);
    host.send('clock.start');
    vi.advanceTimersByTime(42_000);
    expect(host.send('clock.set', { mode: 'down', period: '2nd half' })).toEqual({ shownMs: 42_000, running: true });
    expect(host.read('clock')).toMatchObject({ period: '2nd half', mode: 'down' });
  });

  it('is not written to by a command that changes nothing', () => {
    const host = startExtension(bundle);
    host.send('clock.stop');
    host.send('clock.reset');
    expect(host.writes.clock).toBeUndefined();
  });

  it('refuses a command that makes no sense, naming the field', () => {
    const host = startExtension(bundle);
    expect(String(host.send('clock.adjust', { byMs: 'much' }))).toMatch(/clock\.adjust was refused: byMs/);
    expect(host.writes.clock).toBeUndefined();
  });
});

describe('the lower third', () => {
  const ada = { name: 'Ada', role: 'Analyst' };
  const alan = { name: 'Alan', role: 'Referee' };

  it('goes on air as prepared, or as given', () => {
    const host = startExtension(bundle);
    expect(host.send('lower-third.ready', ada)).toEqual({ state: 'ready' });
    expect(host.read('lowerThird')).toMatchObject({ ...ada, onAir: null });
    host.send('lower-third.take');
    expect(host.read('lowerThird')).toMatchObject({ state: 'on-air', onAir: { ...ada, since: Date.now() } });
    host.send('lower-third.take', alan);
    expect(host.read('lowerThird')).toMatchObject({ state: 'on-air', onAir: alan });
  });

  it('keeps what is on air while the next one is prepared', () => {
    const host = startExtension(bundle);
    host.send('lower-third.take', ada);
    host.send('lower-third.ready', alan);
    expect(host.read('lowerThird')).toMatchObject({ ...alan, state: 'on-air', onAir: ada });
    expect(host.send('lower-third.out')).toEqual({ state: 'ready' });
    expect(host.read('lowerThird')).toMatchObject({ ...alan, state: 'ready', onAir: null });
    expect(host.send('lower-third.out')).toEqual({ state: 'out' });
  });

  it('leaves by itself, counted from when it went on air, also across a restart', () => {
    const host = startExtension(bundle, { lowerThird: { ...lowerThirdDefault, autoOutSeconds: 8 } });
    host.send('lower-third.take', ada);
    vi.advanceTimersByTime(5_000);
    const restarted = startExtension(bundle, { lowerThird: host.read('lowerThird') });
    vi.advanceTimersByTime(2_999);
    expect(restarted.read('lowerThird')).toMatchObject({ state: 'on-air' });
    vi.advanceTimersByTime(1);
    expect(restarted.read('lowerThird')).toMatchObject({ state: 'out', onAir: null });
  });

  it('needs a name', () => {
    const host = startExtension(bundle);
    expect(String(host.send('lower-third.take', { name: '  ', role: '' }))).toMatch(/needs a name/);
    expect(host.writes.lowerThird).toBeUndefined();
  });
});
