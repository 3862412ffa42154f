import { io } from 'socket.io-client';
import { limits } from '#contract/limits';
import { protocolVersion, type SocketNamespace } from '#contract/protocol';
import type { FrameItem, Hello, Replies, RequestName, Welcome } from '#contract/wire';
import type { AskTicket } from './dashboard-line.ts';
import { Emitter } from './emitter.ts';
import type { Disconnected, Link } from './link.ts';
import { socketOptions } from './socket-options.ts';

export type BrowserLinkOptions = {
  namespace: SocketNamespace;
  page: Hello['page'];
  /** The gateway's origin; undefined: the page's own. */
  url?: string | undefined;
  /** Asked for at every connection, where the gateway wants one. */
  ticket?: AskTicket | undefined;
};

/** The server answers or gives up sooner than this; after it the answer was lost. */
const answerWithinMs = limits.messageReplyMs + 15_000;
/** After a refusal, which Socket.IO doesn't retry by itself. */
const retryRefusedMs = 2_000;

/** Connects over Socket.IO, and keeps reconnecting for ever. */
export function createBrowserLink({ namespace, page, url, ticket }: BrowserLinkOptions): Link {
  let welcome: Welcome | undefined;
  const socket = io(`${url ?? ''}${namespace}`, {
    ...socketOptions,
    auth: (give) => void greet(welcome && !welcome.busy ? { ...page, wasOpen: true } : page, ticket).then(give),
  });
  const events = new Emitter();
  const waiting = new Set<(reply: Disconnected) => void>();
  let connected = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const reconnectLater = (): void => {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), retryRefusedMs * (0.5 + Math.random()));
  };
  socket.on('welcome', (news: Welcome) => {
    welcome = news;
    connected = true;
    events.emit('welcome', news);
  });
  socket.on('frame', (frame: FrameItem[]) => void events.emit('frame', frame));
  socket.on('disconnect', (reason) => {
    const wasConnected = connected;
    connected = false;
    for (const answer of waiting) answer(disconnected('The connection broke before the answer: the outcome is unknown.'));
    waiting.clear();
    if (wasConnected) events.emit('disconnect', reason);
    if (reason === 'io server disconnect') reconnectLater();
  });
  socket.on('connect_error', (error) => {
    if (socket.active) return;
    console.error(`[nodecg] The server refused the connection: ${error.message}`);
    reconnectLater();
  });

  socket.connect();

  return {
    get welcome() {
      return welcome;
    },
    get connected() {
      return connected;
    },
    request: <N extends RequestName>(name: N, payload: unknown) =>
      new Promise<Replies[N] | Disconnected>((resolve) => {
        if (!connected) return resolve(disconnected('There is no connection to the server.'));
        const timer = setTimeout(
          () => settle(disconnected('The server did not answer: the outcome is unknown.')),
          answerWithinMs,
        );
        const settle = (reply: Replies[N] | Disconnected): void => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(reply);
        };
        waiting.add(settle);
        socket.emit(name, payload, settle);
      }),
    onWelcome: (handler) => follow(events, 'welcome', handler),
    onDisconnect: (handler) => follow(events, 'disconnect', handler),
    onFrame: (handler) => follow(events, 'frame', handler),
    close() {
      clearTimeout(retry);
      socket.disconnect();
    },
  };
}

async function greet(page: Hello['page'], ticket: BrowserLinkOptions['ticket']): Promise<Hello> {
  const given = await ticket?.().catch(() => undefined);
  return { protocol: protocolVersion, page, ...(given === undefined ? {} : { ticket: given }) };
}

function follow<T>(events: Emitter, event: string, handler: (news: T) => void): () => void {
  events.on(event, handler);
  return () => void events.off(event, handler);
}

function disconnected(message: string): Disconnected {
  return { ok: false, error: { code: 'disconnected', message } };
}
