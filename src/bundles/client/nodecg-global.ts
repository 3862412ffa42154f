/*
 * NodeCG's browser API, `window.NodeCG` and `window.nodecg` (compat.md A.2).
 *
 * What the server puts into a page is written down in, and made by, injected-scripts.ts. The dashboard's own page loads everything in one
 * script, without a bundle, and calls `NodeCG.connectDashboard()`, which gives it the link, replicants and messages that its panels share.
 */
import type { BundleGit } from '#contract/bundle';
import type { Json } from '#contract/json';
import type { CueState } from '#contract/sound';
import type { Socket } from 'socket.io-client';
import type { AskTicket } from './dashboard-line.ts';
import { Emitter, reportErrorsTo, type Listener } from './emitter.ts';
import type { InjectedBundle, InjectedConfig } from './injected-scripts.ts';
import type { Log } from './log.ts';
import type { LoggerClass } from './logger.ts';
import type { MessageListener } from './messages.ts';
import { createPageClient, type PageClient } from './page-client.ts';
import { watchPageErrors } from './page-errors.ts';
import type { Registration } from './page-commands.ts';
import type { Replicant, ReplicantOptions } from './replicant.ts';
import { ask, sendMessage, type Answer, type MessageCallback } from './send-message.ts';
import type { Connection } from './server-clock.ts';
import type { SoundInstance } from './soundjs.ts';
import type { CreateSounds, Sounds } from './sounds.ts';
import type { Timer } from './timer.ts';
import type { TimerOptions } from './timers.ts';
import { whenWelcomed } from './when-welcomed.ts';

type ReadCallback = (value: Json | undefined) => void;
type Settings = {
  config: InjectedConfig;
  version: string;
  socket: Socket;
  /** Of the dashboard, where the gateway is on another origin. */
  ticket?: AskTicket | undefined;
  /** Absent: `/client_registration.js` does it. */
  register?: (registration: Registration) => void;
};

/** A dialog of the dashboard, as bundles use it. */
export type DialogElement = HTMLElement & { opened: boolean; open(): void; close(): void };

/** Makes the class for one window. Nothing connects before the first instance, or `connectDashboard`, needs it. */
export function createNodecg({ config, version, socket, ticket, register }: Settings) {
  let client: PageClient | undefined;

  const connect = (bundle?: InjectedBundle): PageClient => (client ??= createPageClient(bundle, config, ticket));

  const readReplicant = (name: string, namespace: string, callback: ReadCallback): void => {
    const { link, replicants } = connect();
    const read = async (): Promise<void> => {
      await whenWelcomed(link);
      callback(await replicants.readReplicant(name, namespace));
    };
    read().catch((error: unknown) => console.error(error));
  };

  /** When a panel's window goes away, nothing that it left in the dashboard's window may run or stay. */
  const forgetWith = (owner: Window & typeof globalThis, instance: Emitter): void => {
    // Asked for now: later this name belongs to the next page in the same frame.
    const { Function: OwnFunction } = owner;
    const isGone = (listener: Listener): boolean => listener instanceof OwnFunction;
    const stopReporting = reportErrorsTo(owner);
    owner.addEventListener('pagehide', (event) => {
      if (event.persisted) return;
      stopReporting();
      instance.removeAllListeners();
      client?.prune(isGone);
    });
  };

  return class NodeCG extends Emitter {
    static readonly version = version;

    static get declaredReplicants(): Record<string, Record<string, Replicant>> {
      return connect().replicants.declared();
    }

    static Replicant<T>(name: string, namespace: string, options?: ReplicantOptions<T>): Replicant<T> {
      return connect().replicants.Replicant(name, namespace, options);
    }

    static readReplicant(name: string, namespace: string, callback: ReadCallback): void {
      readReplicant(name, namespace, callback);
    }

    static sendMessageToBundle(
      name: string,
      bundle: string,
      contentOrCallback?: unknown,
      callback?: MessageCallback,
    ): Promise<unknown> | undefined {
      return sendMessage(connect(), { name, bundle }, contentOrCallback, callback);
    }

    /** Resolves when each has had its first `change`; at once for none. */
    static async waitForReplicants(...replicants: Replicant[]): Promise<void> {
      await Promise.all(replicants.map((replicant) => new Promise<void>((resolve) => replicant.once('change', () => resolve()))));
    }

    /** The dashboard's own connection, which its panels share. */
    static connectDashboard(): PageClient {
      return connect();
    }

    readonly bundleName: string;
    readonly bundleVersion: string;
    readonly bundleGit: BundleGit | undefined;
    readonly socket: Socket;
    readonly log: Log;
    readonly Logger: LoggerClass;
    /** Not NodeCG's: whether the page is connected, and the server's clock. */
    readonly connection: Connection;
    /** Not NodeCG's: this page as the server commands it; undefined in a panel that shares the dashboard's connection. */
    readonly registration: Registration | undefined;
    readonly #bundleConfig: Json;
    readonly #client: PageClient;
    readonly #owner: Window & typeof globalThis;
    readonly #isGraphic: boolean;
    readonly #sounds: Sounds | undefined;

    constructor(
      bundle: InjectedBundle,
      _socket?: Socket,
      owner: Window & typeof globalThis = globalThis as Window & typeof globalThis,
    ) {
      super();
      this.#owner = owner;
      this.#isGraphic = bundle.page?.kind === 'graphic';
      const isFirst = client === undefined;
      this.#client = connect(owner === globalThis ? bundle : undefined);
      if (isFirst && owner === globalThis && bundle.page)
        this.registration = { link: this.#client.link, bundle: bundle.name, page: bundle.page };
      this.#bundleConfig = bundle.config;
      this.bundleName = bundle.name;
      this.bundleVersion = bundle.version;
      this.bundleGit = bundle.git;
      this.socket = socket;
      this.connection = this.#client.connection;
      this.Logger = this.#client.Logger;
      this.log = new this.Logger(bundle.name);
      if (owner !== globalThis) {
        forgetWith(owner, this);
        watchPageErrors(owner, bundle.name, this.#client.reportPageError);
      }
      // A worker has no document.
      if ('document' in owner) giveTitle(owner.document, bundle.name);
      if (bundle._hasSounds) this.#sounds = this.#openSounds(owner);
      if (this.registration) register?.(this.registration);
    }

    /** A frozen copy. */
    get bundleConfig(): Json {
      return frozenCopy(this.#bundleConfig);
    }

    /** A frozen copy. */
    get config(): InjectedConfig {
      // The dashboard's own window has none; each page that shares its class does.
      return frozenCopy(this.#owner.ncgConfig ?? config);
    }

    Replicant<T>(name: string, namespaceOrOptions?: string | ReplicantOptions<T>, options?: ReplicantOptions<T>): Replicant<T> {
      const isNamed = typeof namespaceOrOptions === 'string';
      const namespace = isNamed ? namespaceOrOptions : this.bundleName;
      return this.#client.replicants.Replicant(name, namespace, isNamed ? options : (namespaceOrOptions ?? options));
    }

    /** Not NodeCG's: a clock that runs alike in every page and extension, without traffic (docs/replicants.md). */
    Timer(name: string, namespaceOrOptions?: string | TimerOptions, options?: TimerOptions): Timer {
      const isNamed = typeof namespaceOrOptions === 'string';
      const namespace = isNamed ? namespaceOrOptions : this.bundleName;
      return this.#client.timers.Timer(name, namespace, isNamed ? options : (namespaceOrOptions ?? options));
    }

    readReplicant(name: string, namespaceOrCallback: string | ReadCallback, callback?: ReadCallback): void {
      if (typeof namespaceOrCallback === 'function') readReplicant(name, this.bundleName, namespaceOrCallback);
      else if (callback) readReplicant(name, namespaceOrCallback, callback);
    }

    sendMessage(name: string, contentOrCallback?: unknown, callback?: MessageCallback): Promise<unknown> | undefined {
      return this.sendMessageToBundle(name, this.bundleName, contentOrCallback, callback);
    }

    sendMessageToBundle(
      name: string,
      bundle: string,
      contentOrCallback?: unknown,
      callback?: MessageCallback,
    ): Promise<unknown> | undefined {
      return sendMessage(this.#client, { name, bundle }, contentOrCallback, callback);
    }

    /** Not NodeCG's: like `sendMessage`, but says when nobody can answer instead of waiting for ever. Never rejects. */
    ask(name: string, content?: unknown, bundle: string = this.bundleName): Promise<Answer> {
      return ask(this.#client, { name, bundle }, content);
    }

    listenFor(name: string, bundleOrHandler: string | MessageListener, handler?: MessageListener): void {
      const { bundle, listener } = this.#listening(bundleOrHandler, handler);
      this.#client.messages.listen(bundle, name, listener);
    }

    unlisten(name: string, bundleOrHandler: string | MessageListener, handler?: MessageListener): boolean {
      const { bundle, listener } = this.#listening(bundleOrHandler, handler);
      return this.#client.messages.unlisten(bundle, name, listener);
    }

    /** The dashboard's element for a dialog; undefined where there is no dashboard around this page, or no such dialog. */
    getDialog(name: string, bundle: string = this.bundleName): DialogElement | undefined {
      // A graphic's preview has the dashboard around it, which is none of its business.
      if (this.#isGraphic) return undefined;
      const found = topDocument(this.#owner)?.querySelector(`#dialogs #${CSS.escape(`${bundle}_${name}`)}`);
      return (found as DialogElement | null | undefined) ?? undefined;
    }

    getDialogDocument(name: string, bundle: string = this.bundleName): Document | undefined {
      return this.getDialog(name, bundle)?.querySelector('iframe')?.contentWindow?.document;
    }

    /** True once every cue that has a file is loaded; the window's event `ncgSoundsReady` says when. */
    get soundsReady(): boolean {
      return this.#sounds?.areReady() ?? false;
    }

    findCue(name: string): CueState | undefined {
      return this.#sounds?.find(name);
    }

    /** Plays a cue at the mixer's volume and, unless `updateVolume` is false, follows its faders. Returns SoundJS's instance. */
    playSound(name: string, options?: { updateVolume?: boolean }): SoundInstance {
      return this.#needSounds(name).play(name, options);
    }

    stopSound(name: string): void {
      this.#needSounds(name).stop(name);
    }

    stopAllSounds(): void {
      this.#sounds?.stopAll();
    }

    /** Undefined in a worker: it has no `/nodecg-sounds.js`. */
    #openSounds(owner: Window & { createNodecgSounds?: CreateSounds }): Sounds | undefined {
      const { replicants } = this.#client;
      const onProblem = (text: string) => this.log.error(text);
      const sounds = owner.createNodecgSounds?.({ bundle: this.bundleName, owner, replicants, onProblem });
      if (!sounds) return undefined;
      owner.addEventListener('pagehide', (event) => event.persisted || sounds.close());
      return sounds;
    }

    #needSounds(cue: string): Sounds {
      if (!this.#sounds) throw new Error(`Cue "${cue}" does not exist in bundle "${this.bundleName}"`);
      return this.#sounds;
    }

    #listening(bundleOrHandler: unknown, handler: unknown): { bundle: string; listener: MessageListener } {
      const isNamed = typeof bundleOrHandler === 'string';
      const listener = isNamed ? handler : bundleOrHandler;
      if (typeof listener !== 'function')
        throw new Error(`argument "handler" must be a function, but you provided a(n) ${typeof listener}`);
      return { bundle: isNamed ? bundleOrHandler : this.bundleName, listener: listener as MessageListener };
    }
  };
}

export type NodecgClass = ReturnType<typeof createNodecg>;
export type Nodecg = InstanceType<NodecgClass>;

function giveTitle(document: Document, title: string): void {
  document.addEventListener('DOMContentLoaded', () => {
    if (document.title === '') document.title = title;
  });
}

/** Undefined where another site's page is around this one. */
function topDocument({ top }: Window): Document | undefined {
  try {
    return top?.document;
  } catch {
    return undefined;
  }
}

function frozenCopy<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => Object.freeze(part)) as T;
}
