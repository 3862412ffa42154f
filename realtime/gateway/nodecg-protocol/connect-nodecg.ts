import type { Socket } from 'socket.io';
import type { Log } from '#ports/log';
import { toConnection, type ConnectionFacts } from '../socket-connection.ts';
import { unreadAnswers, watchWriting } from '../watch-writing.ts';
import type { NodecgClient, NodecgDoor } from './create-door.ts';
import { openDashboard, type Acknowledge } from './session.ts';

/** Brings a socket of the default namespace to the door for NodeCG's clients. */
export function connectNodecg(socket: Socket, { attachNodecg, log }: { attachNodecg: NodecgDoor; log: Log }): void {
  const writing = watchWriting(socket.conn);
  const facts: ConnectionFacts = { ...openDashboard, protocol: 'nodecg' };
  const connection = toConnection(socket, facts, { writing, encode: (frame) => client.packet(frame) });
  const client: NodecgClient = attachNodecg(connection, (identity) => void Object.assign(facts, identity));
  socket.onAny((event: string, ...args: unknown[]) => {
    if (writing.unflushed() > unreadAnswers) return connection.close('It sends requests but does not read the answers.');
    const last = args.at(-1);
    client.receive(
      event,
      typeof args[0] === 'function' ? undefined : args[0],
      typeof last === 'function' ? (last as Acknowledge) : undefined,
    );
  });
  socket.on('disconnect', (reason) => {
    writing.stop();
    client.closed();
    log.debug('A client of NodeCG’s protocol left.', { connection: socket.id, reason });
  });
}
