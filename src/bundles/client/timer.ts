import type { Json } from '#contract/json';
import type { Result } from '#contract/result';
import { isDone, isRunning, msUntilDone, shownMs, toTimer, type TimerCommand, type TimerValue } from '#contract/timer';
import { Emitter, type Listener } from './emitter.ts';
import type { Replicant } from './replicant.ts';

export type TimerOutcome = Result<{ revision: number }, { code: string; message: string }>;

/** What a timer is made of. Frames: only where there is something to draw on. */
export type TimerParts = {
  replicant: Replicant;
  serverNow(): number;
  /** Calls back when the server's clock was set by more than can be corrected unseen. */
  onClockStep(handler: () => void): void;
  send(command: TimerCommand): Promise<TimerOutcome>;
  wait(task: () => void, ms: number): () => void;
  frames?: { request(draw: () => void): number; cancel(frame: number): void } | undefined;
};

/** The end is looked for again after so long: this computer's clock and the server's drift apart, but not by much within it. */
const lookAgainMs = 10_000;

/**
 * A clock that the server keeps as a rule and every client computes for itself, the same to a fraction of a frame and without traffic.
 * Events: `change(timer)` after each command, and at once for a new listener where the timer is known; `done(timer)` once when it comes
 * to its end, whether the server is connected then or not. A page that is opened after the end hears no `done`; it finds `done` true.
 */
export class Timer extends Emitter {
  readonly name: string;
  readonly namespace: string;
  readonly #parts: TimerParts;
  #stopWaiting: () => void = () => undefined;
  #frame: number | undefined;
  /** The run that was last seen, by its start. */
  #startedAt: number | null = null;
  #was: 'unknown' | 'standing' | 'running' | 'done' = 'unknown';

  constructor(parts: TimerParts) {
    super();
    this.#parts = parts;
    this.name = parts.replicant.name;
    this.namespace = parts.replicant.namespace;
    parts.replicant.on('change', (_value: unknown) => this.#changed());
    parts.onClockStep(() => this.#look());
  }

  /** The rule itself; that of a stopped timer until the server has answered. Don't change it. */
  get value(): TimerValue {
    return toTimer(this.#parts.replicant.snapshot() as Json | undefined);
  }

  /** What it shows now, in milliseconds. */
  get ms(): number {
    return shownMs(this.value, this.#parts.serverNow());
  }

  /** True while what it shows changes. */
  get running(): boolean {
    return isRunning(this.value, this.#parts.serverNow());
  }

  /** True at its end: a countdown at zero, or counting up at its limit. */
  get done(): boolean {
    return isDone(this.value, this.#parts.serverNow());
  }

  /** Each command resolves when it is stored, never rejects, and counts from the moment at which the server got it. A refusal says why. */
  start(): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'start' });
  }

  pause(): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'pause' });
  }

  /** It stands at its beginning: a countdown at its length, counting up at zero. */
  reset(): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'reset' });
  }

  /** What it shows; a running one goes on from there. */
  set(ms: number): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'set', ms });
  }

  adjust(byMs: number): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'adjust', byMs });
  }

  /** How fast it runs, without a jump in what it shows; 1 is real time. */
  setRate(rate: number): Promise<TimerOutcome> {
    return this.#parts.send({ type: 'rate', rate });
  }

  /** Counts down from there; from what it shows where nothing is given. A standing one stands until it is started. */
  countdown(fromMs?: number): Promise<TimerOutcome> {
    return this.#parts.send(fromMs === undefined ? { type: 'countdown' } : { type: 'countdown', fromMs });
  }

  /** Counts up from what it shows, to `toMs` or for ever. */
  countUp(toMs?: number): Promise<TimerOutcome> {
    return this.#parts.send(toMs === undefined ? { type: 'countUp' } : { type: 'countUp', toMs });
  }

  /** Calls back now, in every frame while it runs, and at every change. Only in pages. Returns the end. */
  onFrame(handler: (ms: number, timer: Timer) => void): () => void {
    if (!this.#parts.frames) throw new Error('onFrame draws, so it is there in pages only.');
    super.on('frame', handler);
    if (this.#was !== 'unknown') handler(this.ms, this);
    if (this.#frame === undefined) this.#nextFrame();
    return () => void this.off('frame', handler);
  }

  override on(event: 'change' | 'done', listener: (timer: Timer) => void): this;
  override on(event: string, listener: Listener): this;
  override on(event: string, listener: Listener): this {
    if (event === 'change' && this.#was !== 'unknown') Reflect.apply(listener, this, [this]);
    return super.on(event, listener);
  }

  #changed(): void {
    if (this.#parts.replicant.snapshot() === undefined) return;
    this.#look();
    this.emit('change', this);
    this.#draw();
  }

  /** Says `done` where a run has come to its end since the last look, and looks again when the next one will. */
  #look(): void {
    if (this.#parts.replicant.snapshot() === undefined) return;
    this.#stopWaiting();
    const now = this.#parts.serverNow();
    const { startedAt } = this.value;
    const before = this.#was;
    const isOtherRun = startedAt !== null && startedAt !== this.#startedAt;
    this.#was = isDone(this.value, now) ? 'done' : startedAt === null ? 'standing' : 'running';
    if (startedAt !== null) this.#startedAt = startedAt;
    if (this.#was === 'running') {
      const leftMs = msUntilDone(this.value, now) ?? Infinity;
      this.#stopWaiting = this.#parts.wait(() => this.#look(), Math.min(Math.ceil(leftMs), lookAgainMs));
    }
    // The other run began and ended while this client was away.
    if (this.#was === 'done' && (before === 'running' || (before !== 'unknown' && isOtherRun))) this.emit('done', this);
  }

  #draw(): void {
    if (this.#frame !== undefined) this.#parts.frames?.cancel(this.#frame);
    this.#frame = undefined;
    if (!this.emit('frame', this.ms, this)) return;
    this.#nextFrame();
  }

  #nextFrame(): void {
    if (this.running) this.#frame = this.#parts.frames?.request(() => this.#draw());
  }
}
