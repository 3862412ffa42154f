import type { io as Io } from 'socket.io-client';

/** For pages that load `/socket.io/socket.io.js` beside `/api.js`: the build puts this in the place of the package. */
export const { io } = globalThis as unknown as { io: typeof Io };
