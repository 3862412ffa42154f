import type { Json } from '#contract/json';
import type { Welcome } from '#contract/wire';
import type { AttachConnection, Connection } from '#ports/connection';
import type { ExtensionSockets } from '../gateway/extension-sockets/extension-sockets.ts';
import { connectHost } from './host-connections.ts';
import { answerRequests } from './answer-requests.ts';
import { parseSupervisorMessage } from './supervisor-message-schema.ts';
import { spawnHost, type HostProcess } from './spawn-host.ts';
import { watchLiveness, type Liveness } from './watch-liveness.ts';
import type { ExtensionFault, HostedBundle, HostMessage, ServerEvent, SupervisorMessage } from './host/pipe-protocol.ts';
import type { HostLimits } from './host-limits.ts';
import type { WriteExtensionLog } from './extension-log.ts';

export type HostSessionOptions = {
  /** The built program of the child process. */
  hostEntry: string;
  /** `NODECG_ROOT`: the extensions' working directory. */
  root: string;
  /** The extensions' environment. It must not hold our secrets. */
  environment: NodeJS.ProcessEnv;
  attach: AttachConnection;
  /** Clients of the default namespace, for extensions that use `nodecg.getSocketIOServer()`. */
  attachSockets: ExtensionSockets['attachHost'];
  log: WriteExtensionLog;
  /** What extensions see as `nodecg.config`. */
  serverConfig: Json;
  /** What the gateway tells a new client first. */
  welcome: (connection: Pick<Connection, 'id' | 'actor'>) => Welcome;
  limits: HostLimits;
  /** An address for a host to answer HTTP requests on. */
  newHttpAddress: () => string;
};

export type HostSessionEvents = {
  loaded(bundle: string, fault: ExtensionFault | undefined): void;
  ready(): void;
  /** It answers HTTP requests there. */
  serving(address: string): void;
  unresponsive(): void;
  responsive(): void;
  crash(bundle: string | undefined, fault: ExtensionFault): void;
};

/** One run of one host, from spawn to exit. */
export type HostSession = Pick<HostProcess, 'pid' | 'exited' | 'kill'> & {
  requestStop(): void;
  emit(event: ServerEvent, args: Json[]): void;
};

/** Spawns a host, connects it to the gateway and watches it. */
export function startHostSession(
  name: string,
  bundles: readonly HostedBundle[],
  options: HostSessionOptions,
  events: HostSessionEvents,
): HostSession {
  const { limits, log, attach } = options;
  const httpAddress = options.newHttpAddress();
  const process: HostProcess = spawnHost({
    ...options,
    onLine: (line) => receive(parseSupervisorMessage(line)),
    onOutput: (source, text) => log({ bundle: name, source, level: source === 'stdout' ? 'info' : 'warn', text }),
  });
  const send = (message: HostMessage) => process.send(JSON.stringify(message));
  const emit = (event: ServerEvent, args: Json[]) => send({ t: 'event', event, args });
  const [first, ...others] = bundles.map((bundle) => bundle.name);
  const connections = connectHost([first ?? name, ...others], attach, process);
  const sockets = options.attachSockets(
    {
      send: (news) => send({ t: 'sockets', news }),
      offer: (news) => process.offer(JSON.stringify({ t: 'sockets', news } satisfies HostMessage)),
      onDrain: process.onDrain,
    },
    bundles.map((bundle) => bundle.name),
  );
  const requests = answerRequests(connections, process, limits.pendingRequests);
  const liveness = watchLiveness(limits, {
    ...events,
    isHeldBack: requests.isHeldBack,
    dead: (silentMs) => process.kill(`it did not respond for ${Math.round(silentMs / 1_000)} s. Look for an endless loop`),
  });
  const receive = (message: SupervisorMessage | undefined): void => {
    if (!message) return process.kill('it sent something that is not in our protocol');
    if (message.t === 'request') return requests.add(message);
    if (message.t === 'sockets') return message.command && sockets.command(message.command);
    if (message.t === 'serving') return events.serving(httpAddress);
    handleReport(message, { liveness, process, events, options });
  };
  send({
    t: 'start',
    root: options.root,
    bundles: [...bundles],
    serverConfig: options.serverConfig,
    welcome: options.welcome(connections.lead),
    loadMs: limits.loadKillMs,
    httpAddress,
  });
  void process.exited.then(async () => {
    liveness.stop();
    sockets.closed();
    // What it had sent before it ended still counts.
    await requests.idle();
    connections.closed();
  });
  return { pid: process.pid, exited: process.exited, kill: process.kill, requestStop: () => send({ t: 'stop' }), emit };
}

type ReportDeps = { liveness: Liveness; process: HostProcess; events: HostSessionEvents; options: HostSessionOptions };

function handleReport(
  message: Exclude<SupervisorMessage, { t: 'request' | 'serving' | 'sockets' }>,
  { liveness, process, events, options }: ReportDeps,
): void {
  switch (message.t) {
    case 'beat':
      liveness.beat(message.count);
      if (message.rss > options.limits.rssMegabytes * 1024 * 1024)
        process.kill(`it used more than ${options.limits.rssMegabytes} MB of memory. Look for something that only grows`);
      return;
    case 'ready':
      liveness.loaded();
      return events.ready();
    case 'loaded':
      return events.loaded(message.bundle, message.fault);
    case 'crash':
      return events.crash(message.bundle, message.fault);
    case 'log':
      return options.log({ bundle: message.bundle, source: 'log', level: message.level, text: message.text });
  }
}
