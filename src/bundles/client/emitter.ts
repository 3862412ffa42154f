export type Listener = (...args: never[]) => void;
type Entry = { listener: Listener; once: boolean };

type Reporter = Window & typeof globalThis;
/** Windows that share this one's emitters, by their `Function`, which tells whose a listener is. */
const reporters = new Map<unknown, Reporter>();

/** From now on an error that a listener of this window throws is that window's. Returns the end. */
export function reportErrorsTo(owner: Reporter): () => void {
  const { Function: OwnFunction } = owner;
  reporters.set(OwnFunction, owner);
  return () => void reporters.delete(OwnFunction);
}

/** Hands an error that nobody can catch to the window's or the process's own error handling, without disturbing the caller. */
export function reportUncaught(error: unknown, listener?: Listener): void {
  const owner = reporters.get(listener?.constructor) ?? globalThis;
  if (typeof owner.reportError === 'function') owner.reportError(error);
  else
    setTimeout(() => {
      throw error;
    });
}

/** Node's emitter as far as NodeCG offers it. A listener that throws doesn't keep the others from being called. */
export class Emitter {
  readonly #entries = new Map<string, Entry[]>();

  on(event: string, listener: Listener): this {
    return this.#add(event, { listener, once: false });
  }

  addListener(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  once(event: string, listener: Listener): this {
    return this.#add(event, { listener, once: true });
  }

  off(event: string, listener: Listener): this {
    const newest = (this.#entries.get(event) ?? []).filter((entry) => entry.listener === listener).pop();
    if (newest) this.#remove(event, newest);
    return this;
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: string): this {
    if (event === undefined) this.#entries.clear();
    else this.#entries.delete(event);
    return this;
  }

  /** True if anybody listened. */
  emit(event: string, ...args: unknown[]): boolean {
    return this.emitEach(event, () => args);
  }

  /** No limit is enforced; the method is there because NodeCG has it. */
  setMaxListeners(): this {
    return this;
  }

  listenerCount(event: string): number {
    return this.#entries.get(event)?.length ?? 0;
  }

  listeners(event: string): Listener[] {
    return (this.#entries.get(event) ?? []).map((entry) => entry.listener);
  }

  /** Forgets every listener that `isGone` names. */
  prune(isGone: (listener: Listener) => boolean): void {
    for (const [event, entries] of this.#entries) {
      if (entries.some((entry) => isGone(entry.listener)))
        this.#entries.set(
          event,
          entries.filter((entry) => !isGone(entry.listener)),
        );
    }
  }

  /** Like {@link emit}, with arguments made for each listener. */
  protected emitEach(event: string, argsFor: (listener: Listener) => readonly unknown[]): boolean {
    const entries = this.#entries.get(event) ?? [];
    for (const entry of entries) {
      if (entry.once) this.#remove(event, entry);
      try {
        Reflect.apply(entry.listener, this, argsFor(entry.listener));
      } catch (error) {
        reportUncaught(error, entry.listener);
      }
    }
    return entries.length > 0;
  }

  #add(event: string, entry: Entry): this {
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), entry]);
    return this;
  }

  /** Lists are never changed in place: an emit may be walking one. */
  #remove(event: string, gone: Entry): void {
    this.#entries.set(
      event,
      (this.#entries.get(event) ?? []).filter((entry) => entry !== gone),
    );
  }
}
