import type { Json } from '#contract/json';

/* What a host and its supervisor tell each other about clients of the default Socket.IO namespace (`nodecg.getSocketIOServer()`). */

/** What is longer is left out by the host, and by the supervisor if it comes there. */
export const socketBounds = {
  /** Of an event or a room. */
  nameLength: 1_024,
  /** Rooms of one command. */
  rooms: 1_000,
  /** Arguments of one event. */
  args: 1_000,
};

/** Clients in any of `rooms` (all of them where there is none) and in none of `except`. A client is in the room of its own id. */
export type SocketTarget = { rooms: string[]; except: string[] };

export type SocketCommand =
  /** From here on the host hears of clients; first of those that are there. */
  | { do: 'open' }
  /** Events of this name are for this host; `*`: every event. */
  | { do: 'hear'; event: string }
  /** With `ackId` the target is one client, and what it answers comes as `acked`. */
  | { do: 'emit'; to: SocketTarget; event: string; args: Json[]; ackId?: number }
  | { do: 'ack'; ackId: number; args: Json[] }
  /** Nobody here listens to that event of that client. */
  | { do: 'unheard'; ackId: number }
  /** The extensions know the client now, and have said what they listen to. Until then all of its events come here. */
  | { do: 'greeted'; id: string }
  | { do: 'join' | 'leave'; to: SocketTarget; rooms: string[] }
  /** `close`: with its connection, whatever else that carries. */
  | { do: 'disconnect'; to: SocketTarget; close: boolean };

/** Socket.IO's description of how a client connected. */
export type Handshake = {
  headers: Record<string, string | string[] | undefined>;
  time: string;
  address: string;
  xdomain: boolean;
  secure: boolean;
  issued: number;
  url: string;
  query: Record<string, unknown>;
  auth: Record<string, unknown>;
};

export type SocketNews =
  | { do: 'connected'; id: string; handshake: Handshake; rooms: string[] }
  | { do: 'disconnected'; id: string; reason: string }
  | { do: 'event'; id: string; event: string; args: Json[]; ackId?: number }
  /** Without `args`: the client is gone, or was silent for too long. */
  | { do: 'acked'; ackId: number; args?: Json[] }
  /** Somebody else has moved a client between rooms, or it may not go where it was moved. */
  | { do: 'moved'; id: string; joined: string[]; left: string[] }
  /** The same for who has moved too much: where it is now. */
  | { do: 'rooms'; id: string; rooms: string[] };
