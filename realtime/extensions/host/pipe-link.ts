import type { Disconnected, SyncLink } from '#bundles/client/link';
import type { Frame, Replies, RequestInput, RequestName, Welcome } from '#contract/wire';
import type { CurrentBundle } from './current-bundle.ts';
import type { Line } from './open-line.ts';
import type { SocketNews } from './sockets-protocol.ts';
import type { HostMessage, ServerEvent } from './pipe-protocol.ts';

/** How long the main thread blocks for an answer before it goes on without one. */
const syncTimeoutMs = 30_000;

export interface PipeLink extends SyncLink {
  /** Resolves when every request made so far has been answered. */
  settled(): Promise<void>;
}

export type PipeLinkOptions = {
  line: Line;
  welcome: Welcome;
  currentBundle: CurrentBundle;
  /** Names of the host's bundles; the first answers for what nobody's code asked. */
  bundles: readonly string[];
  onStop: () => void;
  onEvent: (event: ServerEvent, args: readonly unknown[]) => void;
  onSockets: (news: SocketNews) => void;
};

/**
 * The link to the gateway over the host's pipe. It is connected for as long as the process lives: when the pipe ends, the process does.
 * Messages are handled strictly in the order in which they were sent, also those that arrived during a {@link SyncLink.requestSync}.
 */
export function createPipeLink({ line, welcome, currentBundle, bundles, ...on }: PipeLinkOptions): PipeLink {
  const waiting = new Map<number, (result: Replies[RequestName]) => void>();
  const frameHandlers = new Set<(items: Frame) => void>();
  const idleHandlers = new Set<() => void>();
  const queue: HostMessage[] = [];
  let lastId = 0;

  const handle = (message: HostMessage): void => {
    if (message.t === 'reply') return answer(message.id, message.result);
    if (message.t === 'frame') for (const handler of [...frameHandlers]) handler(message.items);
    if (message.t === 'sockets') on.onSockets(message.news);
    if (message.t === 'event') on.onEvent(message.event, message.args);
    if (message.t === 'stop') on.onStop();
  };
  const answer = (id: number, result: Replies[RequestName]): void => {
    waiting.get(id)?.(result);
    waiting.delete(id);
    if (waiting.size > 0) return;
    for (const handler of idleHandlers) handler();
    idleHandlers.clear();
  };
  const handleQueue = (): void => {
    for (let message = queue.shift(); message; message = queue.shift()) handle(message);
  };
  const send = (name: RequestName, payload: unknown): number => {
    lastId += 1;
    line.send({ t: 'request', id: lastId, bundle: currentBundle.name() ?? ownerOf(payload, bundles), name, payload });
    return lastId;
  };
  line.onMessage((message) => {
    queue.push(message);
    handleQueue();
  });

  return {
    welcome,
    connected: true,
    request: <N extends RequestName>(name: N, payload: RequestInput<N>) =>
      // A reply carries the type of the request that it answers.
      new Promise<Replies[N]>((resolve) => waiting.set(send(name, payload), resolve as (result: Replies[RequestName]) => void)),
    requestSync<N extends RequestName>(name: N, payload: RequestInput<N>): Replies[N] | Disconnected {
      const id = send(name, payload);
      const deadline = performance.now() + syncTimeoutMs;
      for (;;) {
        const message = line.receiveNow(deadline - performance.now());
        if (!message) return unanswered(name);
        if (message.t === 'reply' && message.id === id) return message.result as Replies[N];
        if (queue.push(message) === 1) setImmediate(handleQueue);
      }
    },
    onWelcome: () => () => undefined,
    onDisconnect: () => () => undefined,
    onFrame(handler) {
      frameHandlers.add(handler);
      return () => frameHandlers.delete(handler);
    },
    close: () => frameHandlers.clear(),
    settled: () => (waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => idleHandlers.add(resolve))),
  };
}

function unanswered(name: RequestName): Disconnected {
  const message = `The server did not answer "${name}" within ${syncTimeoutMs / 1_000} s.`;
  return { ok: false, error: { code: 'disconnected', message } };
}

/** Where no bundle's code is running, a write belongs to the bundle whose replicant it is. */
function ownerOf(payload: unknown, bundles: readonly string[]): string {
  const namespace = typeof payload === 'object' && payload !== null && 'namespace' in payload ? payload.namespace : undefined;
  return bundles.find((bundle) => bundle === namespace) ?? bundles[0] ?? '';
}
