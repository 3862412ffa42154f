import { failure, success, type Result } from '#contract/result';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import type { Link } from './link.ts';
import { LocalValue } from './local-value.ts';
import { proposeOnce } from './replicant-commands.ts';

/** `declined`: the change itself said no, `message` is its reason. `disconnected`: nobody knows whether it was made. Others are the server's. */
export type EditError = { code: string; message: string };

/** Changes a draft in place; a text that it returns is the reason not to. It runs again when somebody else was faster. */
export type Edit<T> = (draft: T) => string | void | undefined;

const mostAttempts = 100;

/**
 * Makes a change that depends on the newest value: it is committed only on top of the state that `edit` saw, else `edit` runs again.
 * Resolves when the change is stored, with its revision; never rejects unless `edit` throws.
 */
export async function editReplicant<T>(
  link: Link,
  key: ReplicantKey,
  from: Snapshot,
  edit: Edit<T>,
): Promise<Result<{ revision: number }, EditError>> {
  let base = from;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const draft = draftOf(key, base);
    const declined = edit(draft.read() as T);
    if (typeof declined === 'string') return failure({ code: 'declined', message: declined });
    const operations = draft.take();
    if (operations.length === 0) return success({ revision: base.revision });
    const reply = await proposeOnce(link, {
      ...key,
      operations,
      baseRevision: base.revision,
      baseStamp: base.stamp,
      onConflict: 'reject',
      durable: true,
    });
    if (reply.ok) return success({ revision: reply.value.revision });
    const { error } = reply;
    if (error.code !== 'stale' || !('current' in error) || !error.current)
      return failure({ code: error.code, message: error.message });
    base = error.current;
  }
  return failure({ code: 'contended', message: 'Others keep changing this at the same time. Try again.' });
}

function draftOf(key: ReplicantKey, { value }: Snapshot): LocalValue {
  const draft = new LocalValue({ key, mode: 'draft', lost: () => undefined, onWrite: () => undefined });
  draft.replace(value);
  return draft;
}
