import type { Rooms } from './rooms.ts';
import type { SocketHostLine } from './extension-sockets.ts';

/** Tells one host who has moved between rooms: one piece of news per client and turn, however often it moved. */
export type RoomNews = {
  moved(id: string, room: string): void;
  forget(id: string): void;
  /** Tells now what waits, so that what comes next is heard after it. */
  flush(): void;
  close(): void;
};

/** Characters of moves that are kept per client; one that moved more is told as a whole. */
const keptCharacters = 64 * 1024;

/** The names of rooms in which something has changed; `whole`: too many to know, or the host was behind. */
type Moves = { rooms: Set<string>; characters: number } | 'whole';

/** Guarantees that a host that reads knows all rooms in the end; one that doesn't costs one mark per client, and no text. */
export function createRoomNews(line: SocketHostLine, rooms: Rooms): RoomNews {
  const waiting = new Map<string, Moves>();
  let due: NodeJS.Immediate | undefined;
  let stopWaiting: (() => void) | undefined;
  const flush = (): void => {
    clearImmediate(due);
    due = undefined;
    for (const [id, moves] of waiting) {
      if (!line.offer(newsOf(id, moves, rooms))) return hold();
      waiting.delete(id);
    }
    stopWaiting?.();
    stopWaiting = undefined;
  };
  const hold = (): void => {
    for (const id of waiting.keys()) waiting.set(id, 'whole');
    stopWaiting ??= line.onDrain(flush);
  };
  return {
    moved(id, room) {
      waiting.set(id, stopWaiting ? 'whole' : withRoom(waiting.get(id), room));
      if (!stopWaiting) due ??= setImmediate(flush);
    },
    forget: (id) => void waiting.delete(id),
    flush: () => void (waiting.size > 0 && flush()),
    close() {
      clearImmediate(due);
      stopWaiting?.();
      waiting.clear();
    },
  };
}

function withRoom(moves: Moves = { rooms: new Set(), characters: 0 }, room: string): Moves {
  if (moves === 'whole' || moves.rooms.has(room)) return moves;
  moves.rooms.add(room);
  moves.characters += room.length + 1;
  return moves.characters > keptCharacters ? 'whole' : moves;
}

function newsOf(id: string, moves: Moves, rooms: Rooms) {
  if (moves === 'whole') return { do: 'rooms' as const, id, rooms: rooms.of(id) };
  const all = [...moves.rooms];
  const joined = all.filter((room) => rooms.has(id, room));
  return { do: 'moved' as const, id, joined, left: all.filter((room) => !rooms.has(id, room)) };
}
