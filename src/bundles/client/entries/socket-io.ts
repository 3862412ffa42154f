// `/socket.io/socket.io.js`: the real Socket.IO client with its global `io`, as NodeCG's pages have it.
import { io } from 'socket.io-client';

Object.assign(globalThis, { io });
