import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';
import type { Refusal } from './replicant-line.ts';
import { openPage } from './testing/page.ts';
import { createPair, type Pair } from './testing/pair.ts';
import { recordLog } from './testing/recorder.ts';
import type { Timer } from './timer.ts';
import { createTimers, type TimerOptions } from './timers.ts';

/** A page with timers, whose time and frames pass only when told. */
function open(pair: Pair) {
  const page = openPage(pair);
  const events = new Emitter();
  const refusals: Refusal[] = [];
  const waits = new Set<{ at: number; task: () => void }>();
  const frames = new Map<number, () => void>();
  let lastFrame = 0;
  const timers = createTimers({
    link: page.link,
    replicants: page,
    connection: { serverNow: () => pair.run.clock.now, events },
    log: () => recordLog(),
    onRefused: (refusal) => void refusals.push(refusal),
    wait(task, ms) {
      const one = { at: pair.run.clock.now + ms, task };
      waits.add(one);
      return () => void waits.delete(one);
    },
    frames: {
      request: (draw) => (frames.set(++lastFrame, draw), lastFrame),
      cancel: (frame) => void frames.delete(frame),
    },
  });
  const done: string[] = [];
  return {
    ...page,
    events,
    refusals,
    done,
    frames,
    waits,
    timer(name = 't', options?: TimerOptions): Timer {
      const timer = timers.Timer(name, 'b', options);
      timer.on('done', () => void done.push(name));
      return timer;
    },
    /** Lets this page's own timers fire, those that are due. */
    fire() {
      for (const one of [...waits]) if (one.at <= pair.run.clock.now && waits.delete(one)) one.task();
    },
    draw() {
      const due = [...frames.values()];
      frames.clear();
      for (const frame of due) frame();
    },
  };
}

async function start(options?: TimerOptions) {
  const pair = createPair();
  const page = open(pair);
  const timer = page.timer('t', options);
  await pair.flush();
  const pass = (ms: number) => void (pair.run.clock.now += ms);
  /** Carries out one command to its end. */
  const command = async (act: (timer: Timer) => ReturnType<Timer['start']>) => {
    const outcome = act(timer);
    await pair.flush();
    return outcome;
  };
  return { pair, page, timer, pass, command };
}

describe('a timer in a page', () => {
  it('[T30] is the stopped one until the server has answered, and tells what it shows from the server’s clock', async () => {
    const pair = createPair();
    const timer = open(pair).timer();
    expect([timer.ms, timer.running, timer.done]).toEqual([0, false, false]);
    await pair.flush();
    const outcome = timer.start();
    await pair.flush();
    expect(await outcome).toEqual({ ok: true, value: { revision: 1 } });
    pair.run.clock.now += 1_234;
    expect([timer.ms, timer.running, timer.done]).toEqual([1_234, true, false]);
  });

  it('[T31] tells every change, and a new listener what is', async () => {
    const { page, timer, pass, command } = await start({ countdownMs: 60_000 });
    const heard: number[] = [];
    timer.on('change', ({ ms }) => void heard.push(ms));
    await command((one) => one.start());
    pass(1_000);
    await command((one) => one.setRate(2));
    await command((one) => one.adjust(5_000));
    await command((one) => one.pause());
    await command((one) => one.set(1_000));
    await command((one) => one.countUp(9_000));
    await command((one) => one.countdown(3_000));
    expect(heard).toEqual([60_000, 60_000, 59_000, 64_000, 64_000, 1_000, 1_000, 3_000]);
    expect(page.timer()).toBe(timer);
  });

  it('[T32] shows a refusal to whoever gave the command, and to the page', async () => {
    const { page, command } = await start({ countdownMs: 60_000 });
    expect(await command((one) => one.set(-1))).toMatchObject({ ok: false, error: { code: 'invalid-operation' } });
    page.link.drop();
    expect(await command((one) => one.start())).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    expect(page.refusals.map(({ name, code }) => [name, code])).toEqual([
      ['t', 'invalid-operation'],
      ['t', 'disconnected'],
    ]);
  });

  it('[T33] says done once, by itself, and asks nobody', async () => {
    const { pair, page, timer, pass, command } = await start({ countdownMs: 25_000 });
    await command((one) => one.start());
    const requests = page.link.requests.length;
    for (let look = 0; look < 4; look += 1) {
      pass(7_000);
      page.fire();
    }
    page.fire();
    expect([page.done, timer.done, timer.running, timer.ms, page.waits.size]).toEqual([['t'], true, false, 0, 0]);
    expect([page.link.requests.length, pair.run.outstanding.size, page.link.waiting]).toEqual([requests, 0, 0]);
    await command((one) => one.pause());
    await command((one) => one.reset());
    expect(page.done).toEqual(['t']);
    await command((one) => one.start());
    pass(25_000);
    page.fire();
    expect(page.done).toEqual(['t', 't']);
  });

  it('[T33] says done at the new end of a timer that was changed, and when it is moved to its end while it runs', async () => {
    const { page, pass, command } = await start({ countdownMs: 5_000 });
    await command((one) => one.start());
    await command((one) => one.adjust(5_000));
    pass(5_000);
    page.fire();
    expect(page.done).toEqual([]);
    await command((one) => one.adjust(-60_000));
    expect(page.done).toEqual(['t']);
    await command((one) => one.set(0));
    expect(page.done).toEqual(['t']);
  });

  it('[T34] says done once when the end comes while the server is away, also in a run that it only hears of afterwards', async () => {
    const { pair, page, pass, command } = await start({ countdownMs: 5_000 });
    const other = open(pair);
    const remote = other.timer();
    await pair.flush();
    await command((one) => one.start());
    page.link.drop();
    pass(5_000);
    page.fire();
    expect(page.done).toEqual(['t']);
    page.link.reconnect();
    await pair.flush();
    expect(page.done).toEqual(['t']);

    page.link.drop();
    for (const act of [() => remote.reset(), () => remote.start()]) {
      void act();
      await pair.flush();
    }
    pass(6_000);
    page.link.reconnect();
    await pair.flush();
    page.fire();
    expect(page.done).toEqual(['t', 't']);
  });

  it('[T34] does not say done on a page that is opened after the end', async () => {
    const { pair, pass, command } = await start({ countdownMs: 5_000 });
    await command((one) => one.start());
    pass(6_000);
    const late = open(pair);
    const timer = late.timer();
    await pair.flush();
    expect([timer.done, late.done]).toEqual([true, []]);
  });

  it('[T34] looks again when the clock was set', async () => {
    const { page, pass, command } = await start({ countdownMs: 5_000 });
    await command((one) => one.start());
    pass(5_000);
    page.events.emit('step');
    expect(page.done).toEqual(['t']);
  });

  it('[T35] draws in every frame while it runs, once where it stands, and no more when nobody looks', async () => {
    const { page, timer, pass, command } = await start({ countdownMs: 50 });
    const drawn: number[] = [];
    const stop = timer.onFrame((ms) => void drawn.push(ms));
    expect([drawn, page.frames.size]).toEqual([[50], 0]);
    await command((one) => one.start());
    for (let frame = 0; frame < 5; frame += 1) {
      pass(16);
      page.draw();
    }
    expect([drawn, page.frames.size]).toEqual([[50, 50, 34, 18, 2, 0], 0]);
    await command((one) => one.reset());
    expect(drawn.at(-1)).toBe(50);
    await command((one) => one.start());
    stop();
    page.draw();
    expect([drawn.length, page.frames.size]).toEqual([8, 0]);
  });

  it('[T36] goes on over a restart of the server', async () => {
    const { pair, page, timer, pass, command } = await start({ countdownMs: 60_000 });
    await command((one) => one.start());
    const { now } = pair.run.clock;
    await pair.restart();
    pair.run.clock.now = now;
    pass(2_000);
    expect(timer.ms).toBe(58_000);
    page.link.reconnect();
    await pair.flush();
    expect([timer.ms, timer.running]).toEqual([58_000, true]);
  });

  it('[T37] two pages that press at once are both right: the second start changes nothing', async () => {
    const { pair, page, timer, pass } = await start();
    const other = open(pair).timer();
    await pair.flush();
    const first = timer.start();
    await pair.answered();
    pass(300);
    const second = other.start();
    await pair.flush();
    expect(await first).toEqual(await second);
    expect([timer.ms, other.ms, page.refusals]).toEqual([300, 300, []]);
  });
});
