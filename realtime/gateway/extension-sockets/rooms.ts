import type { SocketTarget } from '../../extensions/host/sockets-protocol.ts';

/** Who is in which room. Everybody is in the room of their own id. */
export type Rooms = {
  enter(id: string): void;
  /** False: a client may be in so many rooms, and no more. */
  join(id: string, room: string): boolean;
  leave(id: string, room: string): void;
  gone(id: string): void;
  of(id: string): string[];
  find(target: SocketTarget): Iterable<string>;
};

const roomsPerClient = 1_000;
const roomNameLength = 1_024;

export function createRooms(): Rooms {
  const roomsOf = new Map<string, Set<string>>();
  const members = new Map<string, Set<string>>();
  const leave = (id: string, room: string): void => {
    const inside = members.get(room);
    inside?.delete(id);
    if (inside?.size === 0) members.delete(room);
    roomsOf.get(id)?.delete(room);
  };
  const join = (id: string, room: string): boolean => {
    const own = roomsOf.get(id);
    if (!own || room.length > roomNameLength || (own.size >= roomsPerClient && !own.has(room))) return false;
    own.add(room);
    const inside = members.get(room) ?? new Set();
    members.set(room, inside.add(id));
    return true;
  };
  return {
    enter(id) {
      roomsOf.set(id, new Set());
      join(id, id);
    },
    join,
    leave,
    gone(id) {
      for (const room of roomsOf.get(id) ?? []) leave(id, room);
      roomsOf.delete(id);
    },
    of: (id) => [...(roomsOf.get(id) ?? [])],
    find({ rooms, except }) {
      const wanted = rooms.length === 0 ? roomsOf.keys() : rooms.flatMap((room) => [...(members.get(room) ?? [])]);
      const found = new Set(wanted);
      for (const room of except) for (const id of members.get(room) ?? []) found.delete(id);
      return found;
    },
  };
}
