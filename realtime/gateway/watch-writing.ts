import type { Socket } from 'socket.io';

type Conn = Socket['conn'];

/**
 * How much of what was given to Engine.IO for this connection its transport has not taken yet, in characters. Engine.IO tells when it makes
 * a packet and when it hands everything to the transport, which happens as soon as the system took the last write.
 */
export function watchWriting(conn: Conn): { unflushed(): number; stop(): void } {
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
    stop() {
      conn.off('packetCreate', onPacket);
      conn.off('drain', onFlushed);
    },
  };
}
