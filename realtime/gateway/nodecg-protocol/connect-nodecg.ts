import type { Socket } from 'socket.io';
import type { Log } from '#ports/log';
import { toConnection, type ConnectionFacts } from '../socket-connection.ts';
import { unreadAnswers, type SocketLine } from '../socket-line.ts';
import type { NodecgClient, NodecgDoor } from './create-door.ts';
import { openDashboard, type Acknowledge } from './session.ts';

/** Brings a socket of the default namespace to the door for NodeCG's clients. */
export function connectNodecg(
  socket: Socket,
  { attachNodecg, log, line }: { attachNodecg: NodecgDoor; log: Log; line: SocketLine },
): void {
  const facts: ConnectionFacts = { ...openDashboard, protocol: 'nodecg' };
  const connection = toConnection(socket, facts, { line, encode: (frame) => client.packet(frame) });
  const client: NodecgClient = attachNodecg(connection, (identity) => void Object.assign(facts, identity));
  // Socket.IO lets numbers pass as events.
  socket.onAny((event: string | number, ...args: unknown[]) => {
    if (line.unsent() > unreadAnswers) return connection.close('It sends requests but does not read the answers.');
    const last = args.at(-1);
    client.receive(
      String(event),
      typeof args[0] === 'function' ? undefined : args[0],
      typeof last === 'function' ? (last as Acknowledge) : undefined,
    );
  });
  socket.on('disconnect', (reason) => {
    client.closed();
    log.debug('A client of NodeCG’s protocol left.', { connection: socket.id, reason });
  });
}
