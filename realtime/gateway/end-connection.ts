import type { Socket } from 'socket.io';
import type { Connection } from '#ports/connection';
import type { Log } from '#ports/log';
import { countCutOff, type Tally } from '../health/tally.ts';
import { destroyLine } from './socket-connection.ts';

/** Ends of a connection that are our doing: each is counted by its cause and logged (SPEC.md G42). */
export type Ending = {
  /** It asks, and leaves the answers unread. */
  answersUnread(): void;
  /** Socket.IO says that it is gone. */
  left(reason: string): void;
};

export function createEnding(socket: Socket, connection: Connection, { tally, log }: { tally: Tally; log: Log }): Ending {
  let isEnded = false;
  const facts = { connection: socket.id, ...connection.remote };
  return {
    answersUnread() {
      if (isEnded) return;
      isEnded = true;
      countCutOff(tally, 'answers-unread');
      log.warn('A client left its answers unread and was cut off.', facts);
      connection.close('It sends requests but does not read the answers.');
    },
    left(reason) {
      if (reason === 'ping timeout') {
        countCutOff(tally, 'no-sign-of-life');
        log.info('A client gave no sign of life and was cut off; it may come back.', facts);
        destroyLine(socket.conn);
      }
      log.debug('A client left.', { connection: socket.id, reason });
    },
  };
}
