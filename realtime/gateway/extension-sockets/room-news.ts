import type { Rooms } from './rooms.ts';
import type { SocketHostLine } from './extension-sockets.ts';

/** Tells one host who has moved between rooms: one piece of news per client and turn, however often it moved. */
export type RoomNews = {
  moved(id: string, room: string): void;
  /** It was told a client's rooms as a whole, which may have undone there what it was about to tell us. */
  wasToldWhole(id: string): boolean;
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
  const toldWhole = new Set<string>();
  let due: NodeJS.Immediate | undefined;
  let stopWaiting: (() => void) | undefined;
  const flush = (): void => {
    clearImmediate(due);
    due = undefined;
    for (const [id, moves] of waiting) {
      if (!line.offer(newsOf(id, moves, rooms))) return hold();
      if (moves === 'whole') toldWhole.add(id);
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
    wasToldWhole: (id) => toldWhole.has(id),
    forget(id) {
      waiting.delete(id);
      toldWhole.delete(id);
    },
    flush: () => void (waiting.size > 0 && flush()),
    close() {
      clearImmediate(due);
      stopWaiting?.();
      waiting.clear();
      toldWhole.clear();
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
