import { failure, success, type Result } from '#contract/result';
import type { ReplicantError, ReplicantPosition, Snapshot } from '#contract/replicant';
import { refuse, type Handlers } from './session.ts';

export const replicantHandlers: Handlers<'unsubscribe' | 'propose' | 'read' | 'history' | 'restore' | 'undo' | 'redo'> = {
  unsubscribe({ client }, { channels }, { fanout }) {
    for (const channel of channels) {
      const subscription = client.subscriptions.get(channel);
      if (subscription) fanout.leave(subscription);
    }
    return success(null);
  },

  async propose(
    { connection },
    { namespace, name, operations, baseRevision, baseStamp, onConflict, durable, origin, idempotencyKey },
    { replicants },
  ) {
    const options = origin === undefined ? { durable } : { durable, origin };
    const change = {
      key: { namespace, name },
      operations,
      baseRevision,
      onConflict,
      ...(baseStamp === undefined ? {} : { baseStamp }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    return toPosition(await replicants.propose(change, connection.actor, options));
  },

  history({ connection }, { limit, before, ...key }, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(async () => success(await replicants.history(key, before === undefined ? { limit } : { limit, before })));
  },

  restore({ connection }, { revision, ...key }, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(async () => toPosition(await replicants.restore(key, revision, connection.actor)));
  },

  undo({ connection }, key, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(() => replicants.undo(key, connection.actor));
  },

  redo({ connection }, key, { replicants }) {
    if (connection.kind === 'graphics') return refuseGraphic();
    return answered(() => replicants.redo(key, connection.actor));
  },

  async read({ permits }, key, { replicants }) {
    const snapshot = await replicants.read(key);
    if (snapshot) return success(permits.viewOf(key)?.(snapshot) ?? snapshot);
    return failure({
      code: 'not-declared',
      message: `Nobody has declared the replicant "${key.name}" of "${key.namespace}". Check its name, or declare it first.`,
    });
  },
};

function toPosition(result: Result<Snapshot, ReplicantError>): Result<ReplicantPosition, ReplicantError> {
  return result.ok ? success({ revision: result.value.revision, stamp: result.value.stamp }) : result;
}

/** A graphic shows the present: what was before, and who did it, is for dashboards and extensions. */
function refuseGraphic() {
  return refuse('forbidden', 'Graphics can’t look into the history. Ask the extension to do it.');
}

/** The history is in the database: without it nothing can be told, and nothing has changed. */
async function answered<T>(work: () => Promise<Result<T, ReplicantError>>): Promise<Result<T, ReplicantError>> {
  try {
    return await work();
  } catch {
    return failure({
      code: 'not-durable',
      message: 'The history can’t be read, because the database does not answer. Nothing was changed; try again.',
    });
  }
}
