import type { Operation } from '#contract/operations';
import type { Result } from '#contract/result';
import type { TimerValue } from '#contract/timer';
import type {
  BundleConfig,
  MessageInput,
  MessageName,
  MessageOutput,
  ParsedMessageInput,
  ReplicantName,
  ReplicantValue,
  TimerName,
} from './bundle-types.ts';
import type { BundleDefinition } from './define-bundle.ts';

/** A replicant in an extension: reading and writing `value` is synchronous, in place or as a whole. */
export interface ExtensionReplicant<T> {
  value: T;
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  on(event: 'change', handler: (value: T, old: T | undefined, operations: Operation[]) => void): unknown;
  once(event: 'change', handler: (value: T, old: T | undefined, operations: Operation[]) => void): unknown;
  off(event: 'change', handler: (value: T, old: T | undefined, operations: Operation[]) => void): unknown;
}

type TimerOutcome = Promise<Result<{ revision: number }, { code: string; message: string }>>;

/** A timer in an extension. Commands resolve when they are stored, and never reject. */
export interface ExtensionTimer {
  readonly name: string;
  readonly namespace: string;
  readonly value: TimerValue;
  /** What it shows now, in milliseconds. */
  readonly ms: number;
  readonly running: boolean;
  readonly done: boolean;
  start(): TimerOutcome;
  pause(): TimerOutcome;
  reset(): TimerOutcome;
  set(ms: number): TimerOutcome;
  adjust(byMs: number): TimerOutcome;
  setRate(rate: number): TimerOutcome;
  countdown(fromMs?: number): TimerOutcome;
  countUp(toMs?: number): TimerOutcome;
  on(event: 'change' | 'done', handler: (timer: ExtensionTimer) => void): unknown;
  off(event: 'change' | 'done', handler: (timer: ExtensionTimer) => void): unknown;
}

/** Answers a message once: with an error, or with null and the output. A second call throws. */
export type Acknowledge<Output> = {
  (error: Error): void;
  (error: null, output: Output): void;
  readonly handled: boolean;
};

export interface ExtensionLog {
  trace(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
}

/** NodeCG's extension API, typed by one bundle. */
export interface ExtensionApi<B extends BundleDefinition> {
  readonly bundleName: B['name'];
  readonly bundleVersion: string;
  readonly bundleConfig: BundleConfig<B>;
  readonly log: ExtensionLog;
  /** What the extensions of `bundleDependencies` returned, by bundle name. */
  readonly extensions: Readonly<Record<string, unknown>>;
  Replicant<N extends ReplicantName<B>>(name: N): ExtensionReplicant<ReplicantValue<B, N>>;
  Timer(name: TimerName<B>): ExtensionTimer;
  /** The handler runs only with input that the message's schema accepts; anything else is acknowledged with the reason. */
  listenFor<N extends MessageName<B>>(
    name: N,
    handler: (input: ParsedMessageInput<B, N>, acknowledge: Acknowledge<MessageOutput<B, N>>) => void,
  ): void;
  /** To every page of the bundle and to the extension's own listeners. */
  sendMessage<N extends MessageName<B>>(name: N, input: MessageInput<B, N>): void;
}
