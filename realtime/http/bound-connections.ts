import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from '#server/config/is-loopback';
import { plainAddress } from './client-of.ts';
import { networkOf } from '#services/identity/index';

/**
 * Nobody takes all the connections that the server has: one address gets so many, and what comes beyond is closed before it has said a
 * word. Not counted are this machine, where a wall of graphics may be, and proxies, behind which everybody is.
 */
export function boundConnections(
  server: Server,
  { most, isExempt }: { most: number; isExempt: (address: string) => boolean },
): void {
  const open = new Map<string, number>();
  server.prependListener('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? '');
    if (isLoopback(address) || address === '::1' || isExempt(address)) return;
    const who = networkOf(address);
    const count = (open.get(who) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(who, count);
    socket.once('close', () => {
      const left = (open.get(who) ?? 1) - 1;
      if (left === 0) open.delete(who);
      else open.set(who, left);
    });
  });
}
