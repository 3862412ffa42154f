import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { containFaults } from './contain-faults.ts';
import { createCurrentBundle } from './current-bundle.ts';
import { createHostReplicants } from './host-replicants.ts';
import { createLoggerClass, type ExtensionLogger, type LoggerClass } from './logger.ts';
import { createMessages } from './messages.ts';
import { createMountedRoutes } from './mounted-routes.ts';
import { createNodecgApiClass, type NodecgApi, type NodecgEvent } from './nodecg-api.ts';
import { createPipeLink, type PipeLink } from './pipe-link.ts';
import { loadBundles } from './load-bundles.ts';
import { openLine, type Line } from './open-line.ts';
import { createExtensionSocketServer } from './sockets/open-sockets.ts';
import { loadSchemaCompiler } from './schema-compiler.ts';
import type { HostedBundle, StartMessage } from './pipe-protocol.ts';

/** Time for queued writes to be handed over when the host is asked to stop; the supervisor kills it some time after. */
const drainMs = 900;
const flushMs = 300;

const line = openLine(new URL('./line-worker.mjs', import.meta.url));
process.setSourceMapsEnabled(true);
const firstMessage = line.receiveNow(30_000);
if (firstMessage?.t !== 'start')
  throw new Error('An extension host is started by the realtime server, with a pipe on file descriptor 3.');
await runHost(line, firstMessage);

async function runHost(line: Line, { root, bundles, serverConfig, welcome, loadMs, httpAddress }: StartMessage): Promise<void> {
  const names = bundles.map(({ name }) => name);
  const currentBundle = createCurrentBundle(names);
  const apis: NodecgApi[] = [];
  const emit = (event: NodecgEvent, ...args: unknown[]) =>
    apis.forEach((api) => currentBundle.run(api.bundleName, () => api.emit(event, ...args)));
  const link = createPipeLink({
    ...{ line, welcome, currentBundle, bundles: names },
    onStop: () => void stop(line, link, emit),
    onEvent: (event, args) => emit(event, ...args),
    onSockets: (news) => sockets.receive(news),
  });
  const warn = (text: string) => line.send({ t: 'log', bundle: currentBundle.name() ?? names.join('+'), level: 'warn', text });
  const sockets = createExtensionSocketServer(currentBundle, (command) => line.send({ t: 'sockets', command }), warn);
  const logFault = containFaults({ line, root, bundles, currentBundle });

  const compile = await loadSchemaCompiler(bundles.map(({ dir }) => dir));
  const createLogger = loggersOf(line);
  const logReplicant = (name: string) => new (createLogger(currentBundle.name() ?? names.join('+')).Logger)(name);
  const replicants = createHostReplicants(link, logReplicant, compile);
  const messages = createMessages({ link, currentBundle, root, logFault });
  const onServing = () => line.send({ t: 'serving' });
  const routes = createMountedRoutes({ address: httpAddress, currentBundle, onServing, logFault });
  const extensions: Record<string, unknown> = {};
  const NodeCG = createNodecgApiClass({ messages, replicants, routes, sockets, serverConfig, extensions, createLogger });
  const createApi = (bundle: HostedBundle) => {
    const api = new NodeCG(bundle);
    apis.push(api);
    return api;
  };
  const onFault = (bundle: string) => {
    messages.forget(bundle);
    routes.forget(bundle);
  };
  await loadBundles(bundles, { root, line, loadMs, currentBundle, extensions, createApi, onFault, reachable: routes.reachable });
}

async function stop(line: Line, link: PipeLink, emit: (event: NodecgEvent) => void): Promise<never> {
  emit('serverStopping');
  // The writes of this turn are proposed in the next tick.
  await nextTurn();
  await Promise.race([link.settled(), delay(drainMs)]);
  line.flushNow(flushMs);
  process.exit(0);
}

/** One rate limit per bundle. */
function loggersOf(line: Line): (bundle: string) => { Logger: LoggerClass; log: ExtensionLogger } {
  const made = new Map<string, { Logger: LoggerClass; log: ExtensionLogger }>();
  return (bundle) => {
    const known = made.get(bundle);
    if (known) return known;
    const Logger = createLoggerClass((level, text) => line.send({ t: 'log', bundle, level, text }));
    const loggers = { Logger, log: new Logger(bundle) };
    made.set(bundle, loggers);
    return loggers;
  };
}
