import { diffOperations, overwrite } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import type { LayoutError, LayoutState } from '#contract/layout';
import type { Operation } from '#contract/operations';
import {
  serverActor,
  type Actor,
  type DeclareOptions,
  type ReplicantError,
  type ReplicantKey,
  type Snapshot,
} from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';

/** What layouts need of replicants; the replicant service is it. */
export interface DocumentReplicants {
  declare(key: ReplicantKey, options: DeclareOptions, actor: Actor): Promise<Result<{ snapshot: Snapshot }, ReplicantError>>;
  change(
    request: { key: ReplicantKey; make(current: Snapshot): Result<{ operations: Operation[] }, ReplicantError> },
    actor: Actor,
  ): Promise<Result<Snapshot, ReplicantError>>;
}

/** One stored value that only the server writes and everybody may follow. */
export type LayoutDocument<T> = {
  read(): Promise<Result<LayoutState<T>, LayoutError>>;
  /** Makes the next value of the newest one, in turn; resolves when it is stored, or will be as soon as the database is back. */
  change(edit: (current: T) => Result<T, LayoutError>): Promise<Result<LayoutState<T>, LayoutError>>;
};

/** A replicant of the server's own as a document. */
export function createDocument<T extends object>(replicants: DocumentReplicants, key: ReplicantKey, empty: T): LayoutDocument<T> {
  const stateOf = ({ value, revision, stamp }: Snapshot): LayoutState<T> => ({
    value: (value ?? empty) as T,
    revision,
    stamp,
  });
  const read = async (): Promise<Result<LayoutState<T>, LayoutError>> => {
    const declared = await replicants.declare(key, { defaultValue: empty as Json, persistent: true }, serverActor);
    return declared.ok ? success(stateOf(declared.value.snapshot)) : failure(translate(declared.error));
  };
  return {
    read,
    async change(edit) {
      const before = await read();
      if (!before.ok) return before;
      let refused: LayoutError | undefined;
      const make = (current: Snapshot): Result<{ operations: Operation[] }, ReplicantError> => {
        const next = edit(stateOf(current).value);
        refused = next.ok ? undefined : next.error;
        if (!next.ok) return failure({ code: 'invalid-value', message: next.error.message });
        const operations = diffOperations(current.value, next.value as Json);
        return success({ operations: operations.length > 0 ? operations : [overwrite(current.value)] });
      };
      const changed = await replicants.change({ key, make }, serverActor);
      if (changed.ok) return success(stateOf(changed.value));
      // Applied and shown everywhere; the dashboard says for everything that the database is away.
      if (changed.error.code === 'not-durable' && changed.error.current) return success(stateOf(changed.error.current));
      return failure(refused ?? translate(changed.error));
    },
  };
}

function translate({ code, message }: ReplicantError): LayoutError {
  if (code === 'not-durable' || code === 'contended') return { code: 'storage-away', message };
  return { code: 'forbidden', message };
}
