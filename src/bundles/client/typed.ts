import './globals.ts';
import type { Json } from '#contract/json';
import type {
  BundleDefinition,
  MessageInput,
  MessageName,
  MessageOutput,
  ParsedMessageInput,
  ReplicantName,
  ReplicantValue,
  TimerName,
} from '#bundles/sdk/index';
import type { Edit } from './edit-replicant.ts';
import type { Timer } from './timer.ts';
import type { Nodecg } from './nodecg-global.ts';

/** A value to read and follow. Fits `useSyncExternalStore`: what `get` returns is the same object until it changes. Never change it. */
export type Store<T> = { get: () => T; subscribe: (handler: (value: T) => void) => () => void };

/** `subscribe` calls back at once where the value is known. While disconnected the last value stays. */
export type ReplicantStore<T> = Store<T | undefined>;

/** `message` says why, in words for people; `code` is the server's, `disconnected` (the outcome is unknown), or `declined`. */
export type Refusal = { ok: false; code: string; message: string };
export type Sent<T> = { ok: true; value: T } | { ok: false; error: { code: string; message: string } };

/** A bundle's pages' access to its replicants and messages, typed by its definition. */
export interface BundleApi<B extends BundleDefinition> {
  /** The same store for the same name. */
  replicant<N extends ReplicantName<B>>(name: N): ReplicantStore<ReplicantValue<B, N>>;
  /** The same timer for the same name. */
  timer(name: TimerName<B>): Timer;
  /** Resolves when all of these have been read for the first time; at once for none. */
  ready<N extends ReplicantName<B>>(...names: N[]): Promise<void>;
  /**
   * Changes a replicant's newest value in place and resolves when that is stored. `change` runs again when somebody else was faster; a
   * text that it returns is the reason not to change anything.
   */
  write<N extends ReplicantName<B>>(name: N, change: Edit<ReplicantValue<B, N>>): Promise<{ ok: true } | Refusal>;
  /** Sends to the extension and waits for its answer. Never rejects. */
  send<N extends MessageName<B>>(name: N, input: MessageInput<B, N>): Promise<Sent<MessageOutput<B, N>>>;
  /** Hears what others send; returns the end. */
  listenFor<N extends MessageName<B>>(name: N, handler: (input: ParsedMessageInput<B, N>) => void): () => void;
  /** True while connected. */
  readonly connection: Store<boolean>;
  /** The server's clock, milliseconds since 1970. */
  readonly serverNow: () => number;
}

/** `window.nodecg`, typed by a bundle. The types hold because the server checks every write and message against the bundle's schemas. */
export function createBundleApi<B extends BundleDefinition>(bundle: B['name'], nodecg: Nodecg = globalThis.nodecg): BundleApi<B> {
  const stores = new Map<string, ReplicantStore<unknown>>();
  const replicantOf = (name: string) => nodecg.Replicant<unknown>(name, bundle);
  const storeOf = (name: string): ReplicantStore<unknown> => {
    const store = stores.get(name) ?? replicantStore(replicantOf(name));
    stores.set(name, store);
    return store;
  };
  return {
    replicant: <N extends ReplicantName<B>>(name: N) => storeOf(name) as ReplicantStore<ReplicantValue<B, N>>,
    timer: (name) => nodecg.Timer(name, bundle),
    ready: async (...names) => {
      await Promise.all(
        names.map((name) => new Promise<void>((resolve) => void replicantOf(name).once('change', () => resolve()))),
      );
    },
    write: async (name, change) => {
      const edited = await replicantOf(name).edit(change as Edit<unknown>);
      return edited.ok ? { ok: true } : { ok: false, ...edited.error };
    },
    send: async <N extends MessageName<B>>(name: N, input: MessageInput<B, N>) => {
      const answer = await nodecg.ask(name, input, bundle);
      return answer as Sent<MessageOutput<B, N> & Json>;
    },
    listenFor: (name, handler) => {
      const listener = handler as (content: unknown) => void;
      nodecg.listenFor(name, bundle, listener);
      return () => void nodecg.unlisten(name, bundle, listener);
    },
    connection: {
      get: nodecg.connection.get,
      subscribe: (handler) => nodecg.connection.subscribe(() => handler(nodecg.connection.get())),
    },
    serverNow: nodecg.connection.serverNow,
  };
}

function replicantStore(replicant: ReturnType<Nodecg['Replicant']>): ReplicantStore<unknown> {
  return {
    get: () => replicant.snapshot(),
    subscribe: (handler) => {
      const listener = (_value: unknown): void => handler(replicant.snapshot());
      replicant.on('change', listener);
      return () => void replicant.off('change', listener);
    },
  };
}
