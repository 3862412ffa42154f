import type { Socket } from 'socket.io';
import type { Log } from '#ports/log';
import type { Gateway } from '../create-gateway.ts';
import { createEnding } from '../end-connection.ts';
import type { Entry } from '../entry/entrance.ts';
import { keepWhileAllowed } from '../entry/keep-while-allowed.ts';
import type { LiveConnections } from '../entry/live-connections.ts';
import { tokenRevoked } from '../entry/nodecg-refusal.ts';
import { destroyLine, toConnection, type ConnectionFacts } from '../socket-connection.ts';
import { unreadAnswers, type SocketLine } from '../socket-line.ts';
import type { NodecgClient } from './create-door.ts';
import { failure } from '#contract/result';
import { renewKey } from '../entry/renew-key.ts';
import type { AdmitDeps } from '../entry/admit.ts';
import type { Identity } from './session.ts';
import { offerToExtensions } from './extension-events.ts';

export type ConnectNodecgDeps = {
  gateway: Pick<Gateway, 'attachNodecg' | 'extensionSockets' | 'tally'>;
  log: Log;
  line: SocketLine;
  connections: LiveConnections;
  identity: AdmitDeps['identity'];
};

/** Who doesn't read the goodbye. */
const goodbyeMs = 500;

/** NodeCG's clients hear why, and come back after it; nothing else reaches them any more. */
function sayGoodbye(socket: Socket): void {
  const { conn } = socket;
  socket.emit('protocol_error', tokenRevoked);
  socket.disconnect(true);
  setTimeout(() => destroyLine(conn), goodbyeMs).unref();
}

/** Brings a socket of the default namespace to the door for NodeCG's clients. */
export function connectNodecg(
  socket: Socket,
  entry: Entry,
  { gateway, log, line, connections, identity }: ConnectNodecgDeps,
): void {
  const facts: { -readonly [K in keyof ConnectionFacts]: ConnectionFacts[K] } = { ...entry.facts };
  const connection = toConnection(socket, facts, { line, encode: (frame) => client.packet(frame), remote: entry.remote });
  const become = (other: Identity) => void Object.assign(facts, other);
  let isRenewing = false;
  const client: NodecgClient = gateway.attachNodecg(connection, become, async () => {
    const { asker } = facts;
    if (asker?.keyId === undefined) return failure('This page came in by no token. Make one on the settings page.');
    // The browser keeps that key where no script reads it, and would not keep the new one.
    if (asker.via === 'key-cookie') return failure('A graphic’s key is renewed on the keys page.');
    if (isRenewing) return failure('This token is being renewed already.');
    isRenewing = true;
    const change = (by: Pick<Entry, 'asker' | 'credentials'>): void => {
      kept.cameInBy(by);
      facts.asker = by.asker;
    };
    return renewKey(asker, { identity, origin: entry.remote, change }).finally(() => (isRenewing = false));
  });
  const kept = keepWhileAllowed(entry, client, connections, (ended) => {
    if (ended && facts.asker?.keyId !== undefined) sayGoodbye(socket);
    else connection.close('What it came in by has changed.');
  });
  const ending = createEnding(socket, connection, { tally: gateway.tally, log });
  const isUnread = (): boolean => line.unsent() > unreadAnswers;
  const extensions = offerToExtensions(socket, gateway.extensionSockets, {
    permits: client.permits,
    send(packet) {
      if (isUnread()) ending.answersUnread();
      else line.sendAnyway(packet);
    },
  });
  // Socket.IO lets numbers pass as events.
  socket.onAny((event: string | number, ...args: unknown[]) => {
    if (isUnread()) return ending.answersUnread();
    const last = args.at(-1);
    // Looked at again, because a burst of requests may have come in at once.
    const acknowledge = (...answer: unknown[]): void => {
      if (isUnread()) ending.answersUnread();
      else (last as (...answer: unknown[]) => void)(...answer);
    };
    const answer = typeof last === 'function' ? acknowledge : undefined;
    const content = answer ? args.slice(0, -1) : args;
    if (!extensions.receive(String(event), content, answer)) client.receive(String(event), content[0], answer);
  });
  socket.on('disconnect', (reason) => {
    kept.stop();
    client.closed();
    extensions.closed(reason);
    ending.left(reason);
  });
}
