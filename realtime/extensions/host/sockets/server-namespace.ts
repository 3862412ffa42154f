import { Broadcast, type BroadcastDeps } from './broadcast.ts';
import type { ClientSocket } from './client-socket.ts';
import type { Handlers, Listener } from './handlers.ts';

export type Middleware = (socket: ClientSocket, next: (error?: Error) => void) => void;

/** What `nodecg.getSocketIOServer()` answers: Socket.IO's namespace `/`, in which NodeCG's clients are. */
export class ServerNamespace extends Broadcast {
  readonly name = '/';
  readonly sockets: ReadonlyMap<string, ClientSocket>;
  readonly #handlers: Handlers;
  readonly #middlewares: Middleware[] = [];

  constructor(deps: BroadcastDeps, handlers: Handlers) {
    super(deps);
    this.sockets = deps.sockets;
    this.#handlers = handlers;
  }

  /** Rooms and who is in them. */
  get adapter(): { rooms: Map<string, Set<string>>; sids: Map<string, Set<string>> } {
    const rooms = new Map<string, Set<string>>();
    for (const socket of this.sockets.values())
      for (const room of socket.rooms) rooms.set(room, (rooms.get(room) ?? new Set()).add(socket.id));
    return { rooms, sids: new Map([...this.sockets.values()].map((socket) => [socket.id, socket.rooms])) };
  }
  /** Server and namespace are one here. */
  of(_namespace?: string): this {
    return this;
  }

  /** Asked of each client before `connection`; one that is refused is disconnected, since it has been let in already. */
  use(middleware: Middleware): this {
    this.#middlewares.push(middleware);
    return this;
  }
  on(event: string, listener: Listener): this {
    this.#handlers.add(event, listener);
    return this;
  }
  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }
  once(event: string, listener: Listener): this {
    this.#handlers.add(event, listener, true);
    return this;
  }
  off(event: string, listener: Listener): this {
    this.#handlers.remove(event, listener);
    return this;
  }
  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }
  removeAllListeners(event?: string): this {
    this.#handlers.clear(event);
    return this;
  }
  listeners(event: string): Listener[] {
    return this.#handlers.listeners(event);
  }
  listenerCount(event: string): number {
    return this.listeners(event).length;
  }
  send(...args: unknown[]): this {
    this.emit('message', ...args);
    return this;
  }

  /** Runs the middlewares one after another; `welcome` is called if none refuses. */
  greet(socket: ClientSocket, welcome: () => void, at = 0): void {
    const middleware = this.#middlewares[at];
    if (!middleware) return welcome();
    middleware(socket, (error) => {
      if (error) socket.disconnect(true);
      else this.greet(socket, welcome, at + 1);
    });
  }
}
