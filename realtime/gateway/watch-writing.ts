import type { Socket } from 'socket.io';

type Conn = Socket['conn'];

/** Characters that may wait for a transport that isn't ready, before frames are held back and become newest states instead. */
const room = 64 * 1024;

/** Answers that a client may leave unread before it is closed, in characters. */
export const unreadAnswers = 32 * 1024 * 1024;

export type Writing = ReturnType<typeof watchWriting>;

/**
 * How much of what was given to this connection its transport has not taken yet. Engine.IO tells when it makes a packet and when
 * it hands everything to the transport, which happens as soon as the system took the last write.
 */
export function watchWriting(conn: Conn) {
  let unflushed = 0;
  const onPacket = ({ data }: { data?: unknown }) => {
    unflushed += typeof data === 'string' ? data.length : 1;
  };
  const onFlushed = () => {
    unflushed = 0;
  };
  conn.on('packetCreate', onPacket);
  conn.on('drain', onFlushed);

  return {
    unflushed: () => unflushed,
    hasRoom: () => unflushed < room,
    onDrain(handler: () => void): () => void {
      conn.on('drain', handler);
      return () => conn.off('drain', handler);
    },
    stop() {
      conn.off('packetCreate', onPacket);
      conn.off('drain', onFlushed);
    },
  };
}
