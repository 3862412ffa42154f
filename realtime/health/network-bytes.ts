import type { Server, Socket } from 'node:net';

export type NetworkBytes = { in: number; out: number };

/** Counts what passes a server's port. The system's own counters are read when asked, so that it costs nothing per byte. */
export function countNetworkBytes(server: Server): () => NetworkBytes {
  const open = new Set<Socket>();
  const ended: NetworkBytes = { in: 0, out: 0 };
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      ended.in += socket.bytesRead;
      ended.out += socket.bytesWritten;
    });
  });
  return () => {
    const total = { ...ended };
    for (const { bytesRead, bytesWritten } of open) {
      total.in += bytesRead;
      total.out += bytesWritten;
    }
    return total;
  };
}
