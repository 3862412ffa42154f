import type { Json } from '#contract/json';
import { socketBounds, type SocketCommand, type SocketTarget } from '../sockets-protocol.ts';

/** What a client answered; undefined: it is gone, or was silent for too long. */
export type Answered = (args: readonly Json[] | undefined) => void;

/** Sends to clients of the default namespace. */
export type SocketWire = {
  /** False: it has too long names or too many of them, and is left out with a warning. */
  command(command: SocketCommand): boolean;
  emit(to: SocketTarget, event: string, args: readonly unknown[], answered?: Answered): void;
  /** The answer to a question of this wire's. */
  acked(ackId: number, args: readonly Json[] | undefined): void;
  hear(event: string): void;
};

/** Socket.IO's own events: whoever emits them means something else. */
const reserved = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);
/** Characters of one event, less than the server lets a client send. */
const eventLength = 8 * 1024 * 1024;

/** `warn` is called once. */
export function createSocketWire(send: (command: SocketCommand) => void, warn: (text: string) => void): SocketWire {
  const heard = new Set<string>();
  const waiting = new Map<number, Answered>();
  let lastAckId = 0;
  let hasWarned = false;
  const command = (asked: SocketCommand): boolean => {
    const excess = excessOf(asked);
    if (excess === undefined) send(asked);
    else if (!hasWarned) warn(`${excess}, so "${asked.do}" was left out. This is said once.`);
    hasWarned ||= excess !== undefined;
    return excess === undefined;
  };
  return {
    command,
    emit(to, name, args, answered) {
      // Bundles in JavaScript give anything.
      const event = String(name);
      if (reserved.has(event)) throw new Error(`"${event}" is a reserved event name`);
      const content = toJson(args);
      if (!answered) return void command({ do: 'emit', to, event, args: content });
      lastAckId += 1;
      waiting.set(lastAckId, answered);
      if (!command({ do: 'emit', to, event, args: content, ackId: lastAckId })) this.acked(lastAckId, undefined);
    },
    acked(ackId, args) {
      waiting.get(ackId)?.(args);
      waiting.delete(ackId);
    },
    hear(name) {
      const event = String(name);
      if (heard.has(event)) return;
      heard.add(event);
      command({ do: 'hear', event });
    },
  };
}

/** Why it may not be asked. Clients choose names too, where a bundle's code takes theirs: no reason to throw. */
function excessOf(command: SocketCommand): string | undefined {
  const { nameLength, rooms: mostRooms, args: mostArgs } = socketBounds;
  const targets = 'to' in command ? [command.to.rooms, command.to.except] : [];
  const rooms = 'rooms' in command ? [...targets, command.rooms] : targets;
  if (rooms.some((names) => names.length > mostRooms)) return `A call may name ${mostRooms} rooms`;
  const names = [...rooms.flat(), ...('event' in command ? [command.event] : [])];
  if (names.some(({ length }) => length > nameLength)) return `The name of an event or room may have ${nameLength} characters`;
  return 'args' in command && command.args.length > mostArgs ? `An event may have ${mostArgs} arguments` : undefined;
}

/** As JSON makes them; throws what that throws, and where it is too much for one event. */
export function toJson(args: readonly unknown[]): Json[] {
  const text = JSON.stringify(args);
  if (text.length > eventLength)
    throw new RangeError(`An event may have ${eventLength} characters, this one has ${text.length}.`);
  return JSON.parse(text) as Json[];
}
