import type { Socket } from 'socket.io-client';
import type { InjectedConfig } from './injected-scripts.ts';
import type { Nodecg, NodecgClass } from './nodecg-global.ts';

declare global {
  // `var`, because only that adds to globalThis.
  var ncgConfig: InjectedConfig | undefined;
  var NodeCG: NodecgClass;
  var nodecg: Nodecg;
  var socket: Socket;
}
