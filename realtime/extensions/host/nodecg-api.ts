import { EventEmitter } from 'node:events';
import type { BundleGit } from '#contract/bundle';
import type { Json } from '#contract/json';
import { createAuthCheck } from './asker.ts';
import type { HostedBundle, ServerEvent } from './pipe-protocol.ts';
import type { ExtensionLogger, LoggerClass } from './logger.ts';
import type { MessageHandler, Messages } from './messages.ts';
import type { ExpressRouter } from './mounted-app.ts';
import type { MountedRoutes } from './mounted-routes.ts';
import type { ExtensionSocketServer } from './sockets/open-sockets.ts';
import type { ServerNamespace } from './sockets/server-namespace.ts';

/** NodeCG's replicants with server semantics: declared at once, read and written synchronously. */
export interface HostReplicants {
  declare(name: unknown, namespace: string, options: Record<string, unknown> | undefined): unknown;
  /** Not NodeCG's: a clock that runs alike everywhere. */
  timer(name: unknown, namespace: string, options: Record<string, unknown> | undefined): unknown;
  /** Its value without following it. */
  read(name: string, namespace: string): unknown;
}

export type NodecgApiParts = {
  messages: Messages;
  replicants: HostReplicants;
  routes: MountedRoutes;
  sockets: Pick<ExtensionSocketServer, 'namespace'>;
  serverConfig: Json;
  /** What each extension of this host returned, by bundle name. */
  extensions: Record<string, unknown>;
  createLogger: (bundle: string) => { Logger: LoggerClass; log: ExtensionLogger };
};

export type NodecgEvent = ServerEvent | 'serverStopping';

/** The object that an extension gets, as NodeCG makes it (compat.md A.3), and what NodeCG calls statics on its class. */
export interface NodecgApi extends EventEmitter {
  readonly bundleName: string;
  readonly bundleVersion: string;
  readonly bundleConfig: Json;
  readonly bundleGit: BundleGit | undefined;
  readonly config: Json;
  readonly log: ExtensionLogger;
  readonly Logger: LoggerClass;
  readonly extensions: Record<string, unknown>;
  readonly extension: Record<string, unknown>;
  readonly util: { readonly authCheck: ReturnType<typeof createAuthCheck> };
  /** Express 4's. */
  readonly Router: ExpressRouter;
  /** Express' `app.use`, after all of the server's own routes. */
  mount(...args: unknown[]): void;
  /** Socket.IO's namespace `/`: NodeCG calls it the server. */
  getSocketIOServer(): ServerNamespace;
}

export type NodecgApiClass = new (bundle: HostedBundle) => NodecgApi;

/** Makes NodeCG's API class for one host. */
export function createNodecgApiClass({
  messages,
  replicants,
  routes,
  sockets,
  serverConfig,
  extensions,
  createLogger,
}: NodecgApiParts): NodecgApiClass {
  const util = { authCheck: createAuthCheck(isLoginEnabled(serverConfig)) };
  return class NodeCG extends EventEmitter implements NodecgApi {
    static Replicant(name: unknown, namespace: string, options?: Record<string, unknown>): unknown {
      return replicants.declare(name, namespace, options);
    }
    static readReplicant(name: string, namespace: string): unknown {
      return replicants.read(name, namespace);
    }
    static sendMessageToBundle(name: string, bundle: string, content?: unknown): void {
      messages.send(bundle, name, content);
    }
    /** Resolves when each has had its first `change`, which on a server is at once. */
    static async waitForReplicants(...given: Pick<EventEmitter, 'once'>[]): Promise<void> {
      await Promise.all(given.map((replicant) => new Promise<void>((resolve) => replicant.once('change', () => resolve()))));
    }

    readonly bundleName: string;
    readonly bundleVersion: string;
    readonly bundleConfig: Json;
    readonly bundleGit: BundleGit | undefined;
    readonly log: ExtensionLogger;
    readonly Logger: LoggerClass;
    readonly extensions = extensions;
    /** NodeCG 2.6.4's name for it: bundles use either. */
    readonly extension = extensions;
    readonly util = util;

    constructor(bundle: HostedBundle) {
      super();
      this.setMaxListeners(0);
      this.bundleName = bundle.name;
      this.bundleVersion = bundle.version;
      // Some bundles write into it.
      this.bundleConfig = structuredClone(bundle.config);
      this.bundleGit = bundle.git;
      ({ Logger: this.Logger, log: this.log } = createLogger(bundle.name));
    }

    get config(): Json {
      return structuredClone(serverConfig);
    }

    get Router(): ExpressRouter {
      return routes.router();
    }

    mount(...args: unknown[]): void {
      routes.mount(this.bundleName, args);
    }

    getSocketIOServer(): ServerNamespace {
      return sockets.namespace();
    }

    Replicant(name: unknown, namespaceOrOptions?: unknown, options?: Record<string, unknown>): unknown {
      if (typeof namespaceOrOptions === 'string') return replicants.declare(name, namespaceOrOptions, options);
      return replicants.declare(name, this.bundleName, isRecord(namespaceOrOptions) ? namespaceOrOptions : options);
    }

    /** Not NodeCG's: a clock that runs alike in every page and extension, without traffic (docs/replicants.md). */
    Timer(name: unknown, namespaceOrOptions?: unknown, options?: Record<string, unknown>): unknown {
      if (typeof namespaceOrOptions === 'string') return replicants.timer(name, namespaceOrOptions, options);
      return replicants.timer(name, this.bundleName, isRecord(namespaceOrOptions) ? namespaceOrOptions : options);
    }

    readReplicant(name: string, namespace?: unknown): unknown {
      return replicants.read(name, typeof namespace === 'string' ? namespace : this.bundleName);
    }

    sendMessage(name: string, content?: unknown): void {
      messages.send(this.bundleName, name, content);
    }

    sendMessageToBundle(name: string, bundle: string, content?: unknown): void {
      messages.send(bundle, name, content);
    }

    listenFor(name: string, bundleOrHandler: unknown, handler?: unknown): void {
      const [bundle, listener] =
        typeof bundleOrHandler === 'string' ? [bundleOrHandler, handler] : [this.bundleName, bundleOrHandler];
      if (!isHandler(listener))
        throw new Error(`argument "handler" must be a function, but you provided a(n) ${typeof listener}`);
      messages.listen(this.bundleName, bundle, name, listener);
    }

    unlisten(name: string, bundleOrHandler: unknown, handler?: unknown): boolean {
      const [bundle, listener] =
        typeof bundleOrHandler === 'string' ? [bundleOrHandler, handler] : [this.bundleName, bundleOrHandler];
      if (!isHandler(listener))
        throw new Error(`argument "handler" must be a function, but you provided a(n) ${typeof listener}`);
      return messages.unlisten(bundle, name, listener);
    }
  };
}

function isLoginEnabled(serverConfig: Json): boolean {
  const login = isRecord(serverConfig) ? serverConfig.login : undefined;
  return isRecord(login) && login.enabled === true;
}

function isHandler(value: unknown): value is MessageHandler {
  return typeof value === 'function';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
