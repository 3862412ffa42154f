import type { CurrentBundle } from '../current-bundle.ts';

export type Listener = (...args: unknown[]) => void;
type Handler = { listener: Listener; isOnce: boolean; bundle: string | undefined };

/** Listeners by event, each called as the bundle whose code added it. */
export class Handlers {
  readonly #handlers = new Map<string, Handler[]>();
  readonly #currentBundle: CurrentBundle;
  readonly #onAdded: (event: string) => void;

  constructor(currentBundle: CurrentBundle, onAdded: (event: string) => void = () => undefined) {
    this.#currentBundle = currentBundle;
    this.#onAdded = onAdded;
  }

  add(event: string, listener: Listener, isOnce = false): void {
    if (typeof listener !== 'function') throw new TypeError('The "listener" argument must be of type function.');
    const bundle = this.#currentBundle.name();
    this.#handlers.set(event, [...this.#of(event), { listener, isOnce, bundle }]);
    this.#onAdded(event);
  }

  remove(event: string, listener: Listener): void {
    const at = this.#of(event).findLastIndex((handler) => handler.listener === listener);
    if (at >= 0) this.#handlers.set(event, this.#of(event).toSpliced(at, 1));
  }

  clear(event?: string): void {
    if (event === undefined) this.#handlers.clear();
    else this.#handlers.delete(event);
  }

  /** False: nobody listens. */
  call(event: string, ...args: unknown[]): boolean {
    const handlers = this.#of(event);
    for (const handler of handlers) {
      if (handler.isOnce) this.remove(event, handler.listener);
      if (handler.bundle === undefined) handler.listener(...args);
      else this.#currentBundle.run(handler.bundle, () => handler.listener(...args));
    }
    return handlers.length > 0;
  }

  listeners(event: string): Listener[] {
    return this.#of(event).map(({ listener }) => listener);
  }

  names(): string[] {
    return [...this.#handlers].flatMap(([event, handlers]) => (handlers.length > 0 ? [event] : []));
  }

  #of(event: string): Handler[] {
    return this.#handlers.get(event) ?? [];
  }
}
