// `/socket.js`: `window.socket`, not connected before somebody uses it.
import '../globals.ts';
import { createPageSocket } from '../page-socket.ts';

globalThis.socket = createPageSocket(globalThis.ncgConfig?.realtimeUrl);
