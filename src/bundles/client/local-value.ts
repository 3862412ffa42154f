import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { isPlain, toJson } from './json-copy.ts';
import { copyInto, createObserver, unwrap, type Observed } from './observe.ts';
import { patch } from './patch.ts';

/** Undefined: valid. Else what is wrong, in the validator's words. */
export type Validate = (value: unknown) => string | undefined;

export type LocalValueOptions = Pick<Observed, 'key' | 'mode' | 'lost'> & {
  /** Called with the first write of a tick. */
  onWrite(): void;
  /** Called with what the value would become; throws to refuse. Absent or undefined: no check. */
  check?: () => ((candidate: Json | undefined) => void) | undefined;
};

/**
 * What this client holds of one replicant: an immutable value that shares its unchanged parts from state to state, and, once
 * somebody looks, a mutable copy of it behind recording proxies. Both are brought along at the cost of what changed.
 */
export class LocalValue {
  #value: Json | undefined;
  #copy: { root: unknown } | undefined;
  #written: Operation[] = [];
  /** How many of `#written` are in `#draft`. */
  #drafted = 0;
  #draft: Json | undefined;
  readonly #observed: Observed;
  readonly #wrap: ReturnType<typeof createObserver>;

  constructor(private readonly options: LocalValueOptions) {
    this.#observed = {
      key: options.key,
      mode: options.mode,
      lost: options.lost,
      root: () => this.#root(),
      record: (op) => this.#record(op),
    };
    this.#wrap = createObserver(this.#observed);
  }

  /** The state without the writes of this tick. Never changed in place. */
  get value(): Json | undefined {
    return this.#value;
  }

  /** What `replicant.value` gives: a recording proxy where it is an array or object. */
  read(): unknown {
    const root = this.#root();
    return isPlain(root) ? this.#wrap(root) : root;
  }

  /** `replicant.value = next`. */
  assign(next: unknown): void {
    const source = unwrap(next);
    if (source === this.#root()) return;
    const newValue = toJson(source);
    const copy = this.options.mode !== 'browser' ? copyInto(this.#observed, source) : undefined;
    this.#record({ path: '/', method: 'overwrite', args: { newValue } });
    if (this.options.mode !== 'browser') this.#copy = { root: copy };
  }

  /** The server's state; `fresh` as in {@link patch}. The writes of this tick must have been taken. */
  replace(next: Json | undefined, fresh?: ReadonlySet<unknown>): void {
    if (this.#copy) this.#copy.root = patch(this.#copy.root, this.#value, next, fresh);
    this.#value = next;
    this.#drafted = 0;
  }

  /** Hands over what was written since the last call; in an extension the value has then moved on by it. */
  take(): Operation[] {
    const written = this.options.mode !== 'browser' ? this.#moveOn() : this.#written;
    this.#written = [];
    this.#drafted = 0;
    return written;
  }

  #moveOn(): Operation[] {
    const candidate = this.#candidate();
    if (candidate.ok) {
      this.#value = candidate.value;
      return this.#written;
    }
    // The copy was changed in a way that no operation may express (an index far behind an array's end): the whole says it.
    this.#value = toJson(this.#root());
    return [{ path: '/', method: 'overwrite', args: { newValue: this.#value } }];
  }

  #root(): unknown {
    this.#copy ??= { root: patch(undefined, undefined, this.#value) };
    return this.#copy.root;
  }

  #record(operation: Operation): void {
    const check = this.options.check?.();
    this.#written.push(operation);
    try {
      if (check) check(valueOf(this.#candidate()));
    } catch (error) {
      this.#written.pop();
      this.#drafted = 0;
      throw error;
    }
    if (this.#written.length === 1) this.options.onWrite();
  }

  /** The state with the writes of this tick. Operations are applied once each, and together where nobody asks in between. */
  #candidate(): ReturnType<typeof applyOperations> {
    const applied = applyOperations(this.#drafted === 0 ? this.#value : this.#draft, this.#written.slice(this.#drafted));
    if (!applied.ok) return applied;
    this.#drafted = this.#written.length;
    this.#draft = applied.value;
    return applied;
  }
}

function valueOf(candidate: ReturnType<typeof applyOperations>): Json | undefined {
  if (candidate.ok) return candidate.value;
  throw new Error(`This change can't be made: ${candidate.error.message}`);
}
