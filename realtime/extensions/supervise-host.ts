import type { ExtensionState, ExtensionView } from '#contract/bundle';
import type { Json } from '#contract/json';
import { sentences } from '#contract/sentences';
import { createBackoff } from '../backoff.ts';
import { locateSyntaxError } from './compile-extension.ts';
import { describeExit } from './describe-exit.ts';
import { createHttpPresence } from './http-presence.ts';
import { startHostSession, type HostSession, type HostSessionOptions } from './host-session.ts';
import type { ExtensionFault, ServerEvent } from './host/pipe-protocol.ts';
import type { HostExit } from './spawn-host.ts';
import type { PreparedGroup } from './prepare-group.ts';
import type { StatusBoard } from './status-board.ts';

type Crash = { bundle: string | undefined; fault: ExtensionFault };

/** Keeps the host of one group running until it is stopped. */
export class SupervisedHost {
  /** Resolves when each extension has loaded or failed, or the host has ended for the first time. */
  readonly tried: Promise<void>;
  readonly http;
  readonly #prepared: PreparedGroup;
  readonly #options: HostSessionOptions;
  readonly #board: StatusBoard;
  readonly #backoff;
  readonly #failed: Set<string>;
  readonly #loadedOnce = new Set<string>();
  #resolveTried: () => void = () => undefined;
  #session: HostSession | undefined;
  #retry: NodeJS.Timeout | undefined;
  #crash: Crash | undefined;
  #readyAt: number | undefined;
  #restarts = 0;
  #isStopping = false;
  #areAllLoaded = false;
  #hasBeenTold = false;

  constructor(prepared: PreparedGroup, options: HostSessionOptions, board: StatusBoard) {
    this.#prepared = prepared;
    this.#options = options;
    this.#board = board;
    this.http = createHttpPresence(
      prepared.group.name,
      prepared.group.bundles.map(({ name }) => name),
    );
    this.#backoff = createBackoff(options.limits);
    this.#failed = new Set(prepared.faults.keys());
    this.tried = new Promise((resolve) => (this.#resolveTried = resolve));
    for (const [bundle, fault] of prepared.faults) this.#fail(bundle, fault);
    if (prepared.bundles.length > 0) return;
    this.#resolveTried();
    this.http.stopped();
  }

  /** Starts the process, unless it was stopped before it came to that. */
  begin(): void {
    if (!this.#isStopping && this.#prepared.bundles.length > 0) this.#start('starting');
  }

  /** Every host's extensions have been tried: as soon as its own have too, they hear `extensionsLoaded` and `serverStarted`. */
  allLoaded(): void {
    this.#areAllLoaded = true;
    if (this.#readyAt === undefined || this.#hasBeenTold) return;
    this.#hasBeenTold = true;
    this.emit('extensionsLoaded');
    this.emit('serverStarted');
  }

  /** An event for its extensions; one that doesn't run misses it. */
  emit(event: ServerEvent, ...args: Json[]): void {
    this.#session?.emit(event, args);
  }

  get name(): string {
    return this.#prepared.group.name;
  }

  get fingerprint(): string {
    return this.#prepared.group.fingerprint;
  }

  get bundleNames(): string[] {
    return this.#prepared.group.bundles.map(({ name }) => name);
  }

  get pid(): number | undefined {
    return this.#session?.pid;
  }

  /** Asks the host to end, kills it when it doesn't; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#retry);
    this.http.stopped();
    this.#resolveTried();
    const session = this.#session;
    if (!session) return;
    session.requestStop();
    const timer = setTimeout(() => session.kill('it did not stop when asked'), this.#options.limits.stopMs);
    await session.exited;
    clearTimeout(timer);
  }

  #start(state: ExtensionState): void {
    this.#crash = undefined;
    this.#readyAt = undefined;
    this.#hasBeenTold = false;
    const { group, bundles, faults } = this.#prepared;
    this.#failed.clear();
    this.#loadedOnce.clear();
    for (const bundle of faults.keys()) this.#failed.add(bundle);
    const session = startHostSession(group.name, bundles, this.#options, {
      loaded: (bundle, fault) => this.#loaded(bundle, fault),
      ready: () => this.#ready(),
      serving: (address) => this.http.serving(address),
      unresponsive: () => this.#setHealthy('unresponsive'),
      responsive: () => this.#setHealthy('running'),
      crash: (bundle, fault) => (this.#crash = { bundle, fault }),
    });
    this.#session = session;
    this.#setHealthy(state);
    void session.exited.then((exit) => this.#exited(exit));
  }

  #loaded(bundle: string, fault: ExtensionFault | undefined): void {
    if (!fault) {
      this.#loadedOnce.add(bundle);
      return this.#set(bundle, 'running');
    }
    // NodeCG doesn't wait for async extensions: what one had registered before it rejected goes on.
    if (this.#loadedOnce.has(bundle)) return this.#set(bundle, 'running', { lastError: { ...fault, at: Date.now() } });
    this.#fail(bundle, fault);
    if (fault.file === undefined && fault.message.startsWith('SyntaxError')) void this.#locate(bundle, fault);
  }

  #ready(): void {
    this.#readyAt = performance.now();
    this.http.ready();
    this.#resolveTried();
    if (this.#areAllLoaded) this.allLoaded();
    this.#endIfAllFailed();
  }

  /** A process in which nothing runs only costs memory. */
  #endIfAllFailed(): void {
    if (this.#failed.size === this.#prepared.group.bundles.length) this.#session?.requestStop();
  }

  #fail(bundle: string, fault: ExtensionFault): void {
    this.#failed.add(bundle);
    this.#set(bundle, 'failed', { lastError: { ...fault, at: Date.now() } });
  }

  async #locate(bundle: string, fault: ExtensionFault): Promise<void> {
    const { entry, dir } = this.#prepared.group.bundles.find(({ name }) => name === bundle) ?? {};
    const place = entry !== undefined && dir !== undefined ? await locateSyntaxError(entry, dir) : undefined;
    if (place && !this.#isStopping && this.#failed.has(bundle))
      this.#fail(bundle, { ...fault, file: place.file, line: place.line });
  }

  #exited(exit: HostExit): void {
    this.#session = undefined;
    this.#resolveTried();
    this.http.gone();
    if (this.#isStopping || this.#failed.size === this.#prepared.group.bundles.length) return this.http.stopped();
    const crash = this.#crash ?? { bundle: undefined, fault: describeExit(exit, this.#options.root, this.#options.limits) };
    const ranForMs = this.#readyAt === undefined ? 0 : performance.now() - this.#readyAt;
    const retryInMs = this.#backoff.next(ranForMs);
    this.#restarts += 1;
    const { name } = this;
    const text = sentences(crash.fault.message, `It is restarted in ${retryInMs} ms (restart ${this.#restarts})`);
    this.#options.log({ bundle: crash.bundle ?? name, source: 'supervisor', level: 'error', text });
    for (const bundle of this.#healthy())
      this.#set(bundle, 'restarting', { retryInMs, lastError: { ...faultFor(bundle, crash), at: Date.now() } });
    this.#retry = setTimeout(() => this.#start('restarting'), retryInMs);
  }

  #healthy(): string[] {
    return this.bundleNames.filter((bundle) => !this.#failed.has(bundle));
  }

  #setHealthy(state: ExtensionState): void {
    for (const bundle of this.#healthy()) this.#set(bundle, state);
  }

  #set(bundle: string, state: ExtensionState, more: Pick<ExtensionView, 'retryInMs' | 'lastError'> = {}): void {
    const isSameRun = this.#restarts > 0 || this.#loadedOnce.has(bundle);
    const lastError = isSameRun ? this.#board.get(bundle)?.lastError : undefined;
    this.#board.set(bundle, {
      state,
      restarts: this.#restarts,
      ...(this.pid !== undefined && state !== 'failed' && { pid: this.pid }),
      ...(lastError && { lastError }),
      ...more,
    });
  }
}

/** Who shares a process with the culprit is told so. */
function faultFor(bundle: string, { bundle: culprit, fault }: Crash): ExtensionFault {
  if (culprit === undefined || culprit === bundle) return fault;
  return { message: `Restarted together with ${culprit}, which runs in the same process: ${fault.message}` };
}
