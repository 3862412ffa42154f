import type { Json } from '#contract/json';
import type { Handshake } from '../sockets-protocol.ts';
import { Broadcast, namesOf, type BroadcastDeps, type RoomNames } from './broadcast.ts';
import type { Handlers, Listener } from './handlers.ts';
import type { ServerNamespace } from './server-namespace.ts';

export type ClientSocketParts = BroadcastDeps & {
  id: string;
  handshake: Handshake;
  rooms: readonly string[];
  nsp: ServerNamespace;
  handlers: Handlers;
  anyHandlers: Handlers;
};
type Answer = (...args: unknown[]) => void;

/** Socket.IO's socket of a client, as far as one can be from another process. */
export class ClientSocket {
  readonly id: string;
  readonly handshake: Handshake;
  readonly rooms: Set<string>;
  readonly nsp: ServerNamespace;
  readonly data: Record<string, unknown> = {};
  connected = true;
  readonly #deps: ClientSocketParts;

  constructor(deps: ClientSocketParts) {
    this.#deps = deps;
    this.id = deps.id;
    this.handshake = deps.handshake;
    this.rooms = new Set(deps.rooms);
    this.nsp = deps.nsp;
  }

  get disconnected(): boolean {
    return !this.connected;
  }
  get request(): { headers: Handshake['headers']; url: string } {
    return this.handshake;
  }
  get conn(): { remoteAddress: string } {
    return { remoteAddress: this.handshake.address };
  }

  on(event: string, listener: Listener): this {
    this.#deps.handlers.add(event, listener);
    return this;
  }
  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }
  once(event: string, listener: Listener): this {
    this.#deps.handlers.add(event, listener, true);
    return this;
  }
  off(event: string, listener: Listener): this {
    this.#deps.handlers.remove(event, listener);
    return this;
  }
  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }
  removeAllListeners(event?: string): this {
    this.#deps.handlers.clear(event);
    return this;
  }
  onAny(listener: Listener): this {
    this.#deps.anyHandlers.add('*', listener);
    return this;
  }
  offAny(listener?: Listener): this {
    if (listener) this.#deps.anyHandlers.remove('*', listener);
    else this.#deps.anyHandlers.clear();
    return this;
  }
  listeners(event: string): Listener[] {
    return this.#deps.handlers.listeners(event);
  }
  listenerCount(event: string): number {
    return this.listeners(event).length;
  }
  eventNames(): string[] {
    return this.#deps.handlers.names();
  }

  emit(event: string, ...args: unknown[]): true {
    const last = args.at(-1);
    if (typeof last !== 'function') this.#deps.wire.emit(this.#self(), event, args);
    else this.#ask(event, args.slice(0, -1), (_error, ...answer) => (last as Answer)(...answer));
    return true;
  }
  send(...args: unknown[]): this {
    this.emit('message', ...args);
    return this;
  }
  emitWithAck(event: string, ...args: unknown[]): Promise<Json | undefined> {
    return this.timeout(60_000).emitWithAck(event, ...args);
  }
  /** Answers arrive node-style: an error first, when the client was silent for so long. */
  timeout(timeoutMs: number): { emit(event: string, ...args: unknown[]): true; emitWithAck: ClientSocket['emitWithAck'] } {
    const emit = (event: string, ...args: unknown[]): true => {
      const last = args.at(-1);
      if (typeof last !== 'function') return this.emit(event, ...args);
      this.#ask(event, args.slice(0, -1), last as Answer, timeoutMs);
      return true;
    };
    const emitWithAck = (event: string, ...args: unknown[]) =>
      new Promise<Json | undefined>((resolve, reject) => {
        emit(event, ...args, (error: Error | null, answer: Json | undefined) => (error ? reject(error) : resolve(answer)));
      });
    return { emit, emitWithAck };
  }
  get volatile(): this {
    return this;
  }
  get local(): Broadcast {
    return this.broadcast;
  }
  compress(_isWanted: boolean): this {
    return this;
  }

  join(rooms: RoomNames): Promise<void> {
    const names = namesOf(rooms);
    const isSent = this.#deps.wire.command({ do: 'join', to: this.#self(), rooms: names });
    if (isSent) for (const name of names) this.rooms.add(name);
    return Promise.resolve();
  }
  leave(room: string): Promise<void> {
    this.rooms.delete(room);
    this.#deps.wire.command({ do: 'leave', to: this.#self(), rooms: namesOf(room) });
    return Promise.resolve();
  }

  /** Everybody else. */
  get broadcast(): Broadcast {
    return new Broadcast(this.#deps, { rooms: [], except: [this.id] });
  }
  to(rooms: RoomNames): Broadcast {
    return this.broadcast.to(rooms);
  }
  in(rooms: RoomNames): Broadcast {
    return this.to(rooms);
  }
  except(rooms: RoomNames): Broadcast {
    return this.broadcast.except(rooms);
  }
  disconnect(close = false): this {
    if (this.connected) this.#deps.wire.command({ do: 'disconnect', to: this.#self(), close: Boolean(close) });
    return this;
  }

  #self() {
    return { rooms: [this.id], except: [] };
  }

  #ask(event: string, args: unknown[], answer: Answer, timeoutMs?: number): void {
    let isAnswered = false;
    const finish = (...result: unknown[]): void => {
      if (isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      answer(...result);
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(finish, timeoutMs, new Error('operation has timed out'));
    this.#deps.wire.emit(this.#self(), event, args, (answered) => {
      if (answered) finish(null, ...answered);
      // Socket.IO never calls back for a client that is gone, unless there is a timeout.
      else if (timeoutMs !== undefined) finish(new Error('operation has timed out'));
    });
  }
}
