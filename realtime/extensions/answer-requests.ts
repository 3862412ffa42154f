import type { HostConnections } from './host-connections.ts';
import type { HostProcess } from './spawn-host.ts';
import type { SupervisorMessage } from './host/pipe-protocol.ts';

type Request = Extract<SupervisorMessage, { t: 'request' }>;

/**
 * Hands a host's requests to the gateway in their order, `most` at a time. While there are more, nothing is read from the host: it
 * keeps what it has to say in its own memory.
 */
export function answerRequests(
  connections: HostConnections,
  process: Pick<HostProcess, 'hold' | 'send'>,
  most: number,
): RequestLine {
  const waiting: Request[] = [];
  const idleHandlers: (() => void)[] = [];
  let pending = 0;
  const answer = async ({ id, bundle, name, payload }: Request): Promise<void> => {
    pending += 1;
    const result = await connections.request(bundle, name, payload);
    pending -= 1;
    process.send(`{"t":"reply","id":${id},"result":${JSON.stringify(result)}}`);
    const next = waiting.shift();
    if (next) void answer(next);
    if (waiting.length === 0) process.hold(false);
    if (pending === 0) for (const handler of idleHandlers.splice(0)) handler();
  };
  return {
    add(request) {
      if (pending < most) return void answer(request);
      waiting.push(request);
      process.hold(true);
    },
    isHeldBack: () => waiting.length > 0,
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idleHandlers.push(resolve))),
  };
}

export type RequestLine = {
  add: (request: Request) => void;
  isHeldBack: () => boolean;
  /** Resolves when everything that has been added is answered. */
  idle: () => Promise<void>;
};
