import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { ReplicantKey, ReplicantKind } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { Edit, EditError } from './edit-replicant.ts';
import { Emitter, type Listener } from './emitter.ts';
import { copyValue } from './json-copy.ts';
import type { LocalValue, Validate } from './local-value.ts';
import type { MergeStrategy } from '#contract/replicant';
import type { Log } from './log.ts';
import type { ReplicantCommands } from './replicant-commands.ts';

/** `persistenceInterval` is NodeCG's and has no effect here: the server knows when to store. */
export type ReplicantOptions<T = unknown> = {
  defaultValue?: T;
  persistent?: boolean;
  /** Not NodeCG's: `stream` for a value that changes many times a second and of which only the newest state counts. */
  kind?: ReplicantKind;
  persistenceInterval?: number;
  schemaPath?: string;
  /** Not NodeCG's: what becomes of changes made on an older state, for all writers. */
  merge?: MergeStrategy;
};

export type ReplicantStatus = 'undeclared' | 'declaring' | 'declared';

/** What a replicant tells about itself and its line. */
export type ReplicantFacts = {
  local: LocalValue;
  /** Until the first answer of the server there is nothing to read. After it, `value` stays readable also while disconnected. */
  isKnown(): boolean;
  /** NodeCG's server replicants tell `operations` before each `change`. */
  tellsOperations: boolean;
  validate(): Validate | undefined;
  edit(edit: Edit<unknown>): Promise<Result<{ revision: number }, EditError>>;
  commands: ReplicantCommands;
};

export type ChangeHandler<T> = (value: T, old: T | undefined, operations: Operation[]) => void;

/**
 * A replicant with NodeCG's interface (compat.md A.2, A.3). Events: `change(new, old, operations)`, `declared(data)`,
 * `declarationRejected(reason)`, `operationsRejected(reason)`, `fullUpdate(value)`, and in extensions `operations({ name, namespace, operations, revision })`.
 */
export class Replicant<T = unknown> extends Emitter {
  readonly name: string;
  readonly namespace: string;
  readonly opts: ReplicantOptions<T>;
  status: ReplicantStatus = 'declaring';
  revision = 0;
  schema: Json | undefined;
  schemaSum: string | undefined;
  validationErrors: { message: string }[] | null = [];
  readonly #facts: ReplicantFacts;

  constructor(
    key: ReplicantKey,
    options: ReplicantOptions<T>,
    readonly log: Log,
    facts: ReplicantFacts,
  ) {
    super();
    this.name = key.name;
    this.namespace = key.namespace;
    this.opts = { persistent: true, persistenceInterval: 100, ...options };
    this.#facts = facts;
  }

  get value(): T | undefined {
    if (!this.#facts.isKnown()) {
      this.log.warn('Attempted to get value before Replicant had finished declaring. This will always return undefined.');
    }
    return this.#facts.local.read() as T | undefined;
  }

  set value(next: T | undefined) {
    this.#facts.local.assign(next);
  }

  /** The value as plain data that never changes: a later state is another object that shares what is equal. Don't change it. */
  snapshot(): T | undefined {
    return this.#facts.local.value as T | undefined;
  }

  /**
   * Not NodeCG's: changes the newest value in place and resolves when the change is stored. `edit` gets a draft, runs again when somebody
   * else was faster, and may return a reason not to. Never rejects unless `edit` throws.
   */
  edit(edit: Edit<T>): Promise<Result<{ revision: number }, EditError>> {
    return this.#facts.edit(edit as Edit<unknown>);
  }

  /** Not NodeCG's: increments, compare-and-set, undo, history and more. */
  get commands(): ReplicantCommands {
    return this.#facts.commands;
  }

  /** True where the value satisfies the schema, or where this client has no validator: the server then decides. */
  validate(value: unknown = this.snapshot(), { throwOnInvalid = true }: { throwOnInvalid?: boolean } = {}): boolean {
    const problem = this.#facts.validate()?.(value);
    this.validationErrors = problem === undefined ? [] : [{ message: problem }];
    if (problem === undefined) return true;
    if (!throwOnInvalid) return false;
    throw new Error(`Invalid value rejected for replicant "${this.name}" in namespace "${this.namespace}":\n${problem}`);
  }

  /** A new `change` listener hears the present value at once. */
  override on(event: 'change', listener: ChangeHandler<T>): this;
  override on(event: string, listener: Listener): this;
  override on(event: string, listener: Listener): this {
    if (event === 'change') this.#tellPresent(listener);
    return super.on(event, listener);
  }

  override once(event: 'change', listener: ChangeHandler<T>): this;
  override once(event: string, listener: Listener): this;
  override once(event: string, listener: Listener): this {
    if (event === 'change' && this.#tellPresent(listener)) return this;
    return super.once(event, listener);
  }

  /**
   * Emits `change`. `old` and `operations` are shared with this client's own state, so listeners that can see them (by their
   * number of parameters) get copies, made only if there is such a listener.
   */
  announce(old: Json | undefined, operations: Operation[]): void {
    if (this.#facts.tellsOperations && operations.length > 0) {
      const { name, namespace, revision } = this;
      this.emit('operations', { name, namespace, operations: copyValue(operations), revision });
    }
    let oldCopy: unknown;
    let operationsCopy: unknown;
    this.emitEach('change', ({ length }) => {
      if (length !== 1) oldCopy ??= copyValue(old);
      if (length === 0 || length > 2) operationsCopy ??= copyValue(operations);
      return [this.#facts.local.read(), length === 1 ? old : oldCopy, operationsCopy ?? operations];
    });
  }

  #tellPresent(listener: Listener): boolean {
    if (!this.#facts.isKnown()) return false;
    Reflect.apply(listener, this, [this.#facts.local.read()]);
    return true;
  }
}
