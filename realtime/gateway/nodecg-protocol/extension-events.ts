import type { Socket } from 'socket.io';
import type { Json } from '#contract/json';
import type { Handshake } from '../../extensions/host/sockets-protocol.ts';
import type { ExtensionSockets, SocketAnswer } from '../extension-sockets/extension-sockets.ts';
import type { FramePacket } from '../frame-packet.ts';
import { withoutSecrets } from '../entry/handshake.ts';
import type { Permits } from '../entry/permits.ts';
import { isNodecgEvent } from './handle-event.ts';
import { keyOfRoom } from './rooms.ts';

/** What a socket's events are to extensions that use `nodecg.getSocketIOServer()`. */
export type ExtensionEvents = {
  /** True: an extension answers it, and nobody else does. */
  receive(event: string, args: readonly unknown[], answer: SocketAnswer | undefined): boolean;
  closed(reason: string): void;
};

/** How long an extension waits for a client's answer. */
const answerMs = 60_000;
/** Questions of extensions that one client may leave unanswered. */
const openQuestions = 1_000;

/** Whatever it sends, an extension may take it for a command. */
const actionOf = { hear: 'bundle.see', 'be-heard': 'mount.call' } as const;

/** Makes a socket known to extensions. `send` looks after a client that doesn't read. */
export function offerToExtensions(
  socket: Socket,
  sockets: ExtensionSockets,
  { permits, send }: { permits: Permits; send: (packet: FramePacket) => void },
): ExtensionEvents {
  let unanswered = 0;
  sockets.connected({
    id: socket.id,
    handshake: () => describeHandshake(socket),
    may: (what, bundles) =>
      permits.isFree || bundles.some((bundle) => permits.allows(actionOf[what], { kind: 'bundle', bundle })),
    send,
    ask(event, args, answer) {
      if (unanswered >= openQuestions) return answer();
      unanswered += 1;
      socket.timeout(answerMs).emit(event, ...args, (error: unknown, ...answered: Json[]) => {
        unanswered -= 1;
        if (error) answer();
        else answer(answered);
      });
    },
    disconnect: (close) => void socket.disconnect(close),
  });
  return {
    receive(event, args, answer) {
      // Only what JSON can carry came in over this line.
      const content = args as Json[];
      if (!isNodecgEvent(event)) return sockets.receive(socket.id, event, content, answer);
      if (event === 'joinRoom' && typeof content[0] === 'string' && !keyOfRoom(content[0])) sockets.joined(socket.id, content[0]);
      sockets.receive(socket.id, event, content, undefined);
      return false;
    },
    closed: (reason) => sockets.disconnected(socket.id, reason),
  };
}

function describeHandshake({ handshake }: Socket): Handshake {
  const { headers, time, address, xdomain, secure, issued, url, query, auth } = handshake;
  return withoutSecrets({ headers, time, address, xdomain, secure, issued, url, query, auth });
}
