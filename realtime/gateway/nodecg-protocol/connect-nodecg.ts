import type { Socket } from 'socket.io';
import type { Log } from '#ports/log';
import type { Gateway } from '../create-gateway.ts';
import { createEnding } from '../end-connection.ts';
import { toConnection, type ConnectionFacts } from '../socket-connection.ts';
import { unreadAnswers, type SocketLine } from '../socket-line.ts';
import type { ClientOf } from '../../http/client-of.ts';
import type { NodecgClient } from './create-door.ts';
import { offerToExtensions } from './extension-events.ts';
import { openDashboard } from './session.ts';

/** Brings a socket of the default namespace to the door for NodeCG's clients. */
export function connectNodecg(
  socket: Socket,
  {
    gateway,
    log,
    line,
    clientOf,
  }: {
    gateway: Pick<Gateway, 'attachNodecg' | 'extensionSockets' | 'tally'>;
    log: Log;
    line: SocketLine;
    clientOf: ClientOf;
  },
): void {
  const facts: ConnectionFacts = { ...openDashboard, protocol: 'nodecg' };
  const connection = toConnection(socket, facts, { line, clientOf, encode: (frame) => client.packet(frame) });
  const client: NodecgClient = gateway.attachNodecg(connection, (identity) => void Object.assign(facts, identity));
  const ending = createEnding(socket, connection, { tally: gateway.tally, log });
  const isUnread = (): boolean => line.unsent() > unreadAnswers;
  const extensions = offerToExtensions(socket, gateway.extensionSockets, (packet) => {
    if (isUnread()) ending.answersUnread();
    else line.sendAnyway(packet);
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
    client.closed();
    extensions.closed(reason);
    ending.left(reason);
  });
}
