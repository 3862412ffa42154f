import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { HistoryEntry, ReplicantKey, Undone } from '#contract/replicant';
import { success, type Result } from '#contract/result';
import type { Replies, RequestInput } from '#contract/wire';
import type { EditError } from './edit-replicant.ts';
import type { Disconnected, Link } from './link.ts';

export type Changed = Result<{ revision: number }, EditError>;

/**
 * Not NodeCG's: writes that hold whatever others do at the same moment, and the way back. Each resolves when its change is stored, and
 * never rejects. A change whose answer was lost is asked for again for 10 s after the break, and is never made twice.
 */
export interface ReplicantCommands {
  /** Adds to the number at `path` (`/` is the value itself); a missing one counts as 0. */
  increment(by?: number, path?: string): Promise<Changed>;
  /** Sets what is at `path` if it equals `expected`, else answers `mismatch`. */
  compareAndSet(path: string, expected: Json | undefined, newValue: Json): Promise<Changed>;
  /** Takes every object whose `key` (default `id`) equals `id` out of the array at `path`. */
  removeWhere(path: string, id: string | number, key?: string): Promise<Changed>;
  /** Several operations as one change, all or none. */
  propose(operations: Operation[]): Promise<Changed>;
  /** Takes back this client's user's last change, but nothing that others changed since: `kept` names it. */
  undo(): Promise<Result<Undone, EditError>>;
  redo(): Promise<Result<Undone, EditError>>;
  /** Newest first. Not for graphics, like undo, redo and restore. */
  getHistory(options?: { limit?: number; before?: number }): Promise<Result<HistoryEntry[], EditError>>;
  /** Brings the value of an earlier revision back, as a new change. */
  restore(revision: number): Promise<Changed>;
}

/** How long after a break the same change is asked for again: an old button press must not go on air much later. */
const retryMs = 10_000;
const againMs = 50;

/** The state that a writer has before them. */
export type Seen = Pick<RequestInput<'propose'>, 'baseRevision' | 'baseStamp' | 'origin'>;

/** The commands of one replicant. `seen` is asked at each. */
export function createReplicantCommands(link: Link, key: ReplicantKey, seen: () => Seen): ReplicantCommands {
  const propose = async (operations: Operation[]): Promise<Changed> => {
    const reply = await proposeOnce(link, { ...key, operations, ...seen(), onConflict: 'rebase', durable: true });
    return reply.ok ? success({ revision: reply.value.revision }) : failed(reply);
  };
  const one = (operation: Operation): Promise<Changed> => propose([operation]);
  return {
    propose,
    increment: (by = 1, path = '/') => one({ path, method: 'increment', args: { by } }),
    compareAndSet: (path, expected, newValue) => one({ path, method: 'compareAndSet', args: { expected, newValue } }),
    removeWhere: (path, id, by = 'id') => one({ path, method: 'removeWhere', args: { id, key: by } }),
    undo: async () => answerOf(await link.request('undo', key)),
    redo: async () => answerOf(await link.request('redo', key)),
    getHistory: async (options = {}) => answerOf(await link.request('history', { ...key, ...options })),
    restore: async (revision) => {
      const reply = await link.request('restore', { ...key, revision });
      return reply.ok ? success({ revision: reply.value.revision }) : failed(reply);
    },
  };
}

/** Proposes under an idempotency key, again when the line broke before the answer; the server makes it once. */
export async function proposeOnce(link: Link, proposal: RequestInput<'propose'>): Promise<Replies['propose'] | Disconnected> {
  const once = { ...proposal, idempotencyKey: makeKey() };
  // A press while disconnected is refused; one whose outcome nobody knows is found out about.
  const wasConnected = link.connected;
  let reply = await link.request('propose', once);
  const deadline = performance.now() + retryMs;
  for (let isRetry = false; wasConnected && isUndecided(reply, isRetry); isRetry = true) {
    if (isRetry && link.connected) await new Promise((resolve) => setTimeout(resolve, againMs));
    if (!(await isConnectedWithin(link, deadline - performance.now()))) return unknownOutcome;
    reply = await link.request('propose', once);
  }
  return reply;
}

/** What a retry is told although the first try may have been made: after a restart the server doesn't know a replicant before its pages have come back, and a server that stops looks at nothing. */
const undecidedCodes = ['not-declared', 'contended'];
const unknownOutcome: Disconnected = {
  ok: false,
  error: {
    code: 'disconnected',
    message: 'The connection broke before the answer came. Look whether the change was made before you make it again.',
  },
};

function isUndecided(reply: Replies['propose'] | Disconnected, isRetry: boolean): boolean {
  return !reply.ok && (reply.error.code === 'disconnected' || (isRetry && undecidedCodes.includes(reply.error.code)));
}

function isConnectedWithin(link: Link, ms: number): Promise<boolean> {
  if (ms <= 0) return Promise.resolve(false);
  if (link.connected) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (isConnected: boolean): void => {
      stop();
      clearTimeout(timer);
      resolve(isConnected);
    };
    const stop = link.onWelcome(() => finish(true));
    const timer = setTimeout(() => finish(false), ms);
  });
}

type AnyReply<T> = Result<T, { code: string; message: string }> | Disconnected;

function answerOf<T>(reply: AnyReply<T>): Result<T, EditError> {
  return reply.ok ? reply : failed(reply);
}

function failed({ error }: { error: { code: string; message: string } }): { ok: false; error: EditError } {
  return { ok: false, error: { code: error.code, message: error.message } };
}

/** 128 random bits. `randomUUID` is missing where a page isn't loaded by https or from this computer. */
function makeKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
