import type { SocketTarget } from '../../extensions/host/sockets-protocol.ts';

/** Who is in which room. Everybody is in the room of their own id. */
export type Rooms = {
  enter(id: string): void;
  /** `refused`: a client may be in so many rooms, and no more. */
  join(id: string, room: string): Move;
  leave(id: string, room: string): Move;
  has(id: string, room: string): boolean;
  gone(id: string): void;
  of(id: string): string[];
  find(target: SocketTarget): Iterable<string>;
};

export type Move = 'moved' | 'unchanged' | 'refused';

const roomsPerClient = 1_000;
const roomNameLength = 1_024;
/** Characters of the names of all rooms that one client is in. */
export const roomCharacters = 64 * 1024;

type Own = { rooms: Set<string>; characters: number };

export function createRooms(): Rooms {
  const owners = new Map<string, Own>();
  const members = new Map<string, Set<string>>();
  const leave = (id: string, room: string): Move => {
    const own = owners.get(id);
    if (!own?.rooms.delete(room)) return 'unchanged';
    own.characters -= room.length;
    const inside = members.get(room);
    inside?.delete(id);
    if (inside?.size === 0) members.delete(room);
    return 'moved';
  };
  const join = (id: string, room: string): Move => {
    const own = owners.get(id);
    if (own?.rooms.has(room)) return 'unchanged';
    if (!own || !hasSpace(own, room)) return 'refused';
    own.rooms.add(room);
    own.characters += room.length;
    const inside = members.get(room) ?? new Set();
    members.set(room, inside.add(id));
    return 'moved';
  };
  return {
    enter(id) {
      owners.set(id, { rooms: new Set(), characters: 0 });
      join(id, id);
    },
    join,
    leave,
    gone(id) {
      for (const room of owners.get(id)?.rooms ?? []) leave(id, room);
      owners.delete(id);
    },
    has: (id, room) => owners.get(id)?.rooms.has(room) === true,
    of: (id) => [...(owners.get(id)?.rooms ?? [])],
    find({ rooms, except }) {
      const wanted = rooms.length === 0 ? owners.keys() : rooms.flatMap((room) => [...(members.get(room) ?? [])]);
      const found = new Set(wanted);
      for (const room of except) for (const id of members.get(room) ?? []) found.delete(id);
      return found;
    },
  };
}

function hasSpace({ rooms, characters }: Own, room: string): boolean {
  return room.length <= roomNameLength && rooms.size < roomsPerClient && characters + room.length <= roomCharacters;
}
