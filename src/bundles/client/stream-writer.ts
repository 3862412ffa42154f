import { applyOperations } from '#contract/apply-operations';
import { overwrite } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { isContainer } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Replies } from '#contract/wire';
import type { Disconnected } from './link.ts';
import type { Proposal } from './pending-proposals.ts';

export type StreamWriterDeps = {
  make(operations: Operation[]): Proposal;
  send(proposal: Proposal): Promise<Replies['propose'] | Disconnected>;
  /** Hears every answer, but for those that are made up for. */
  answered(proposal: Proposal, reply: Replies['propose'] | Disconnected): void;
  /** False while there is nobody to send to: what is newest then waits. */
  maySend(): boolean;
  /** The server's newest state as far as it is known here. */
  base(): Json | undefined;
  /** Sends again what may not have arrived: only where nobody counts on this proposal. */
  repeats: boolean;
};

/** More operations than this say less than the value as a whole. */
const mostOperations = 50;

/**
 * Writes a stream: one proposal is under way at most, and whatever is written meanwhile becomes the one that follows it. However fast a
 * stream is written, and however slow the line is, nothing grows.
 */
export class StreamWriter {
  #underWay: Proposal | undefined;
  #waiting: Proposal | undefined;

  constructor(private readonly deps: StreamWriterDeps) {}

  /** The proposal that waits with these operations now; `isNew` if it was made for them. Sent by {@link next}. */
  add(operations: Operation[]): { proposal: Proposal; isNew: boolean } {
    const waiting = this.#waiting;
    const newest = newestOf([...(waiting?.operations ?? []), ...operations], this.deps.base());
    if (waiting) waiting.operations = newest;
    this.#waiting ??= this.deps.make(newest);
    return { proposal: this.#waiting, isNew: !waiting };
  }

  /** Sends what waits, if nothing is under way. */
  next(): void {
    if (this.#underWay || !this.#waiting || !this.deps.maySend()) return;
    const proposal = this.#waiting;
    this.#underWay = proposal;
    this.#waiting = undefined;
    void this.deps.send(proposal).then((reply) => {
      this.#underWay = undefined;
      if (this.deps.repeats && isUnknown(reply) && proposal.operations.every(isSetting)) this.#putBack(proposal);
      else this.deps.answered(proposal, reply);
      this.next();
    });
  }

  /** Forgets what waits; true if there was something. */
  clear(): boolean {
    const had = this.#waiting !== undefined;
    this.#waiting = undefined;
    return had;
  }

  #putBack(proposal: Proposal): void {
    const newer = this.#waiting?.operations ?? [];
    this.#waiting = this.deps.make(newestOf([...proposal.operations, ...newer], this.deps.base()));
  }
}

function isUnknown(reply: Replies['propose'] | Disconnected): boolean {
  return !reply.ok && reply.error.code === 'disconnected';
}

/** Made twice it is the same as made once. */
function isSetting({ method }: Operation): boolean {
  return method === 'overwrite' || method === 'update' || method === 'add' || method === 'delete';
}

/** What these operations come to, in as few as it takes: parts of a value stay parts, so that several may write one stream together. */
export function newestOf(operations: Operation[], base: Json | undefined): Operation[] {
  let start = 0;
  operations.forEach((operation, index) => {
    if (operation.method === 'overwrite' && operation.path === '/') start = index;
  });
  const rest = operations.slice(start);
  const isWhole = rest[0]?.method === 'overwrite' && rest[0].path === '/';
  const short = lastOfEach(rest);
  if (rest.length === 1 || (!isWhole && short.length <= mostOperations)) return short;
  const applied = applyOperations(isWhole ? undefined : base, short);
  // What can't be applied the server refuses, and says why.
  return applied.ok ? [overwrite(applied.value)] : short.slice(-mostOperations);
}

/** Of properties that were set more than once the last time, where nothing but simple values was set. */
function lastOfEach(operations: Operation[]): Operation[] {
  const last = new Map<string, Operation>();
  for (const operation of operations) {
    const isSimple = (operation.method === 'update' || operation.method === 'add') && !isContainer(operation.args.newValue);
    if (!isSimple) return operations;
    last.set(`${operation.path}\u0000${operation.args.prop}`, operation);
  }
  return [...last.values()];
}
