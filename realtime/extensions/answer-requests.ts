import { replyText } from '../gateway/encoded-reply.ts';
import type { HostConnections } from './host-connections.ts';
import type { HostProcess } from './spawn-host.ts';
import type { SupervisorMessage } from './host/pipe-protocol.ts';

type Request = Extract<SupervisorMessage, { t: 'request' }>;

/**
 * Hands a host's requests to the gateway in their order, `most` at a time. While there are more, or while the host doesn't read the
 * answers, nothing is read from it: it keeps what it has to say in its own memory.
 */
export function answerRequests(
  connections: Pick<HostConnections, 'request'>,
  process: Pick<HostProcess, 'hold' | 'send' | 'isBehind' | 'onDrain' | 'exited'>,
  most: number,
): RequestLine {
  const waiting: Request[] = [];
  const idleHandlers: (() => void)[] = [];
  let pending = 0;
  let hasEnded = false;
  const isBehind = () => !hasEnded && process.isBehind();
  const isIdle = () => pending === 0 && waiting.length === 0;
  const answer = async ({ id, bundle, name, payload }: Request): Promise<void> => {
    pending += 1;
    const result = await connections.request(bundle, name, payload);
    pending -= 1;
    process.send(`{"t":"reply","id":${id},"result":${replyText(result)}}`);
    goOn();
  };
  const goOn = (): void => {
    while (pending < most && !isBehind()) {
      const next = waiting.shift();
      if (!next) break;
      void answer(next);
    }
    process.hold(waiting.length > 0 || isBehind());
    if (isIdle()) for (const handler of idleHandlers.splice(0)) handler();
  };
  process.onDrain(goOn);
  // Nobody reads an ended host's answers, but what it asked for is done.
  void process.exited.then(() => {
    hasEnded = true;
    goOn();
  });
  return {
    add(request) {
      waiting.push(request);
      goOn();
    },
    isHeldBack: () => waiting.length > 0 && !isBehind(),
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idleHandlers.push(resolve))),
  };
}

export type RequestLine = {
  add: (request: Request) => void;
  /** True while the host is not read although it reads: it isn't to blame for its silence. */
  isHeldBack: () => boolean;
  /** Resolves when everything that has been added is answered. */
  idle: () => Promise<void>;
};
