import type { Acknowledge, ExtensionApi } from '#bundles/sdk/index';
import type { Scoreboard } from './bundle.ts';
import { adjust, countIn, isRunning, msUntilZero, reset, show, shownMs, start, stop, type ClockState } from './clock.ts';

type Command = (clock: ClockState, now: number) => ClockState;
type Shown = { shownMs: number; running: boolean };

/** Node fires a longer timer at once. */
const longestTimerMs = 2_147_483_647;

/** Owns the clock: one write per command, and one when a countdown ends. A clock that was running goes on after a restart. */
export function runClock(nodecg: ExtensionApi<Scoreboard>): void {
  const clock = nodecg.Replicant('clock');
  let ending: NodeJS.Timeout | undefined;

  const run = (command: Command): Shown => {
    const now = Date.now();
    const before = clock.value;
    const after = command({ ...before }, now);
    if (JSON.stringify(after) !== JSON.stringify(before)) clock.value = after;
    return { shownMs: shownMs(after, now), running: isRunning(after) };
  };
  const answer = (command: Command, acknowledge: Acknowledge<Shown>) => acknowledge(null, run(command));

  const scheduleEnd = (value: ClockState) => {
    clearTimeout(ending);
    const leftMs = msUntilZero(value, Date.now());
    if (leftMs === undefined) return;
    // Timers may fire a millisecond early; then the clock isn't at zero yet and this schedules the rest.
    const endNow = () => (msUntilZero(clock.value, Date.now()) ? scheduleEnd(clock.value) : run(stop));
    ending = setTimeout(endNow, Math.min(Math.ceil(leftMs), longestTimerMs));
  };
  clock.on('change', scheduleEnd);

  nodecg.listenFor('clock.start', (_, acknowledge) => answer(start, acknowledge));
  nodecg.listenFor('clock.stop', (_, acknowledge) => answer(stop, acknowledge));
  nodecg.listenFor('clock.toggle', (_, acknowledge) =>
    answer((value, now) => (isRunning(value) ? stop : start)(value, now), acknowledge),
  );
  nodecg.listenFor('clock.reset', (_, acknowledge) => answer(reset, acknowledge));
  nodecg.listenFor('clock.adjust', ({ byMs }, acknowledge) => answer((value, now) => adjust(value, now, byMs), acknowledge));
  nodecg.listenFor('clock.set', (settings, acknowledge) =>
    answer((value, now) => applySettings(value, now, settings), acknowledge),
  );
}

function applySettings(
  clock: ClockState,
  now: number,
  settings: Partial<ClockState> & { shownMs?: number | undefined },
): ClockState {
  const { shownMs: ms, durationMs = clock.durationMs, period = clock.period, mode = clock.mode } = settings;
  const turned = countIn({ ...clock, durationMs, period }, now, mode);
  return ms === undefined ? turned : show(turned, now, ms);
}
