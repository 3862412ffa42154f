import type { ManagerOptions } from 'socket.io-client';

/**
 * One Socket.IO manager serves every namespace of a page, so both who make it ask for the same: it opens when the first namespace is
 * wanted, and reconnects for ever, 0.1 to 2 s between attempts, at random, so that a thousand pages don't come back in one instant.
 * Websocket first, then polling.
 */
export const socketOptions: Partial<ManagerOptions> = {
  autoConnect: false,
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  reconnectionDelay: 200,
  reconnectionDelayMax: 2_000,
  randomizationFactor: 0.5,
};
