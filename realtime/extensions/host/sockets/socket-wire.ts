import type { Json } from '#contract/json';
import type { SocketCommand, SocketTarget } from '../sockets-protocol.ts';

/** What a client answered; undefined: it is gone, or was silent for too long. */
export type Answered = (args: readonly Json[] | undefined) => void;

/** Sends to clients of the default namespace. */
export type SocketWire = {
  command(command: SocketCommand): void;
  emit(to: SocketTarget, event: string, args: readonly unknown[], answered?: Answered): void;
  /** The answer to a question of this wire's. */
  acked(ackId: number, args: readonly Json[] | undefined): void;
  hear(event: string): void;
};

/** Socket.IO's own events: whoever emits them means something else. */
const reserved = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);
/** Characters of one event, less than the server lets a client send. */
const eventLength = 8 * 1024 * 1024;

export function createSocketWire(command: (command: SocketCommand) => void): SocketWire {
  const heard = new Set<string>();
  const waiting = new Map<number, Answered>();
  let lastAckId = 0;
  return {
    command,
    emit(to, event, args, answered) {
      if (reserved.has(event)) throw new Error(`"${event}" is a reserved event name`);
      const content = toJson(args);
      if (!answered) return command({ do: 'emit', to, event, args: content });
      lastAckId += 1;
      waiting.set(lastAckId, answered);
      command({ do: 'emit', to, event, args: content, ackId: lastAckId });
    },
    acked(ackId, args) {
      waiting.get(ackId)?.(args);
      waiting.delete(ackId);
    },
    hear(event) {
      if (heard.has(event)) return;
      heard.add(event);
      command({ do: 'hear', event });
    },
  };
}

/** As JSON makes them; throws what that throws, and where it is too much for one event. */
export function toJson(args: readonly unknown[]): Json[] {
  const text = JSON.stringify(args);
  if (text.length > eventLength)
    throw new RangeError(`An event may have ${eventLength} characters, this one has ${text.length}.`);
  return JSON.parse(text) as Json[];
}
