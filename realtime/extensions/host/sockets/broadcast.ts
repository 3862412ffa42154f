import type { Json } from '#contract/json';
import type { SocketTarget } from '../sockets-protocol.ts';
import type { ClientSocket } from './client-socket.ts';
import type { SocketWire } from './socket-wire.ts';

export type RoomNames = string | readonly string[];
export type BroadcastDeps = { wire: SocketWire; sockets: ReadonlyMap<string, ClientSocket> };

/** Socket.IO's BroadcastOperator: each step names fewer or more of those who hear. */
export class Broadcast {
  readonly #deps: BroadcastDeps;
  readonly #target: SocketTarget;
  readonly #timeoutMs: number | undefined;

  constructor(deps: BroadcastDeps, target: SocketTarget = { rooms: [], except: [] }, timeoutMs?: number) {
    this.#deps = deps;
    this.#target = target;
    this.#timeoutMs = timeoutMs;
  }

  to(rooms: RoomNames): Broadcast {
    return this.#with({ rooms: [...this.#target.rooms, ...namesOf(rooms)], except: this.#target.except });
  }
  in(rooms: RoomNames): Broadcast {
    return this.to(rooms);
  }
  except(rooms: RoomNames): Broadcast {
    return this.#with({ rooms: this.#target.rooms, except: [...this.#target.except, ...namesOf(rooms)] });
  }
  timeout(timeoutMs: number): Broadcast {
    return new Broadcast(this.#deps, this.#target, timeoutMs);
  }
  get volatile(): Broadcast {
    return this;
  }
  get local(): Broadcast {
    return this;
  }
  compress(_isWanted: boolean): Broadcast {
    return this;
  }

  emit(event: string, ...args: unknown[]): true {
    const last = args.at(-1);
    if (typeof last !== 'function') this.#deps.wire.emit(this.#target, event, args);
    else
      void this.#ask(event, args.slice(0, -1)).then(({ error, answers }) => (last as (...a: unknown[]) => void)(error, answers));
    return true;
  }
  /** Resolves with the first argument of each client's answer; rejects when one has not answered in time. */
  async emitWithAck(event: string, ...args: unknown[]): Promise<unknown[]> {
    const { error, answers } = await this.#ask(event, args);
    if (error) throw Object.assign(error, { responses: answers });
    return answers;
  }

  fetchSockets(): Promise<ClientSocket[]> {
    return Promise.resolve(this.#members());
  }
  allSockets(): Promise<Set<string>> {
    return Promise.resolve(new Set(this.#members().map(({ id }) => id)));
  }
  socketsJoin(rooms: RoomNames): void {
    for (const socket of this.#members()) void socket.join(rooms);
  }
  socketsLeave(rooms: RoomNames): void {
    for (const socket of this.#members()) for (const room of namesOf(rooms)) void socket.leave(room);
  }
  disconnectSockets(close = false): void {
    this.#deps.wire.command({ do: 'disconnect', to: this.#target, close: Boolean(close) });
  }

  async #ask(event: string, args: unknown[]): Promise<{ error: Error | null; answers: (Json | undefined)[] }> {
    const asked = this.#members().map((socket) => socket.timeout(this.#timeoutMs ?? 60_000).emitWithAck(event, ...args));
    const results = await Promise.allSettled(asked);
    const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    return { error: answers.length < results.length ? new Error('operation has timed out') : null, answers };
  }

  #members(): ClientSocket[] {
    const { rooms, except } = this.#target;
    const isIn = (socket: ClientSocket, names: readonly string[]) => names.some((name) => socket.rooms.has(name));
    return [...this.#deps.sockets.values()].filter(
      (socket) => (rooms.length === 0 || isIn(socket, rooms)) && !isIn(socket, except),
    );
  }

  #with(target: SocketTarget): Broadcast {
    return new Broadcast(this.#deps, target, this.#timeoutMs);
  }
}

/** Of whatever a bundle in JavaScript gives, which may be what a client gave. */
export function namesOf(rooms: RoomNames): string[] {
  return Array.isArray(rooms) || (rooms as unknown) instanceof Set ? [...rooms].map(String) : [String(rooms)];
}
