import { applyOperations } from '#contract/apply-operations';
import { overwrite } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { isSameJson } from '#contract/same-json';
import type { Operation } from '#contract/operations';
import type { ReplicantKey, ReplicantKind, Snapshot } from '#contract/replicant';
import type { Replies, RequestInput, Subscribed } from '#contract/wire';
import { editReplicant } from './edit-replicant.ts';
import { copyValue, toJson } from './json-copy.ts';
import type { Disconnected, Link } from './link.ts';
import { LocalValue, type Validate } from './local-value.ts';
import type { Log } from './log.ts';
import { PendingProposals, type Proposal } from './pending-proposals.ts';
import { Replicant, type ReplicantOptions } from './replicant.ts';
import { createReplicantCommands, type Seen } from './replicant-commands.ts';
import { StreamWriter } from './stream-writer.ts';

export type LineDeps = {
  link: Link;
  mode: 'browser' | 'extension';
  log: Log;
  compile: ((schema: Json) => Validate) | undefined;
  /** Runs the task at the end of this tick. */
  schedule(task: () => void): void;
  /** Subscribes this line again, from its present position. */
  resync(line: ReplicantLine): void;
  onRefused: ((refusal: Refusal) => void) | undefined;
};

/** A write that was not made. `code`: the server's, or `disconnected`. */
export type Refusal = ReplicantKey & { code: string; message: string };
/** Whose change a frame brings. `rewritten`: the server made something else of it. */
type Proposed = { origin?: string | undefined; rewritten?: boolean | undefined };
type Reason = Pick<Refusal, 'code' | 'message'>;

type SubscriptionItem = RequestInput<'subscribe'>['items'][number];
const notConnected: Reason = {
  code: 'disconnected',
  message: 'The server is not connected, so this change was not made. Make it again when the connection is back.',
};

const notDeclared: Reason = {
  code: 'not-declared',
  message: 'The server did not accept this replicant, so it can’t be written.',
};
const sayAgainMs = 1_000;

/** One replicant's line to the server: follows its frames, and proposes what is written here. */
export class ReplicantLine {
  readonly replicant: Replicant;
  /** True from a subscription's request to its answer: frames must wait. */
  syncing = false;
  channel: number | undefined;
  #confirmed: Snapshot = { value: undefined, revision: 0, stamp: '' };
  #known = false;
  #startOver = false;
  #missedFrames = false;
  #validate: Validate | undefined;
  /** The server's; the replicant's own is the page's to change. */
  #schemaSum: string | undefined;
  readonly #pending = new PendingProposals();
  readonly #local: LocalValue;
  readonly #stream: StreamWriter;
  #kind: ReplicantKind;
  #refusal = { text: '', at: 0 };

  constructor(
    readonly key: ReplicantKey,
    options: ReplicantOptions,
    private readonly deps: LineDeps,
  ) {
    this.#local = new LocalValue({
      key,
      mode: deps.mode,
      lost: () => deps.log.warn('A change was made to an object that is no longer part of the value; it reaches nobody else.'),
      onWrite: () => deps.schedule(() => this.flush()),
      check: () => (this.#validate ? (candidate) => void this.replicant.validate(candidate) : undefined),
    });
    this.#kind = options.kind ?? 'value';
    this.#stream = new StreamWriter({
      make: (operations) => this.#proposalOf(operations),
      send: (proposal) => this.#send(proposal),
      answered: (proposal, reply) => this.#answered(proposal, reply),
      maySend: () => deps.mode === 'extension' || this.replicant.status === 'declared',
      base: () => this.#confirmed.value,
      repeats: deps.mode === 'browser',
    });
    this.replicant = new Replicant(key, options, deps.log, {
      local: this.#local,
      isKnown: () => this.#known,
      tellsOperations: deps.mode === 'extension',
      validate: () => this.#validate,
      edit: (edit) => editReplicant(deps.link, key, this.#confirmed, edit),
      commands: createReplicantCommands(deps.link, key, () => this.#seenNow()),
    });
  }

  declaring(): void {
    if (this.deps.mode === 'browser') this.replicant.status = 'declaring';
  }

  /** What to ask the server for. */
  subscription(): SubscriptionItem {
    const { defaultValue, persistent, schemaPath, kind, merge } = this.replicant.opts;
    const json = toJson(defaultValue);
    const declare = {
      ...(json === undefined ? {} : { defaultValue: json }),
      ...(persistent === undefined ? {} : { persistent }),
      ...(typeof schemaPath === 'string' && schemaPath !== '' ? { schemaPath } : {}),
      ...(merge === undefined ? {} : { merge }),
      ...(kind === undefined ? {} : { kind }),
    };
    const { revision, stamp } = this.#confirmed;
    return { ...this.key, declare, ...(this.#known && !this.#startOver ? { have: { revision, stamp } } : {}) };
  }

  /** The server's answer to {@link subscription}. */
  accept({ channel, state, schema, replicantKind = 'value' }: Subscribed): void {
    const isFirst = !this.#known;
    if (isFirst && this.#kind !== replicantKind && this.#kind !== 'value')
      this.deps.log.warn(otherKind(this.#kind, replicantKind));
    this.#kind = replicantKind;
    this.channel = channel;
    if (schema?.sum !== this.#schemaSum) this.#validate = schema && this.deps.compile?.(schema.json);
    this.#schemaSum = schema?.sum;
    this.replicant.schema = schema?.json;
    this.replicant.schemaSum = schema?.sum;
    this.syncing = false;
    this.#startOver = false;
    this.#known = true;
    this.replicant.status = 'declared';
    // What was written while this was asked for was made on what was there before.
    if (!isFirst) this.flush();
    if (state.kind === 'operations' && !this.#catchUp(state.changes, state.stamp)) return this.#resyncFromNothing();
    if (state.kind === 'snapshot') this.#takeSnapshot(state, isFirst);
    if (state.kind === 'unchanged' && this.#pending.dropCovered(this.#confirmed.revision)) this.#settle(this.#confirmed);
    this.#missedFrames = false;
    this.#tellDeclared(isFirst);
    this.flush();
  }

  reject(reason: Reason): void {
    this.syncing = false;
    this.replicant.status = 'undeclared';
    if (!this.replicant.emit('declarationRejected', reason.message)) this.deps.log.error(reason.message);
    const isLost = this.#local.take().length > 0 || this.#stream.clear();
    if (this.deps.mode === 'browser' && isLost) this.#refused(reason);
  }

  /** Frame item `r`. */
  changed(revision: number, operations: Operation[], { origin, rewritten }: Proposed): void {
    if (revision <= this.#confirmed.revision) return;
    if (revision !== this.#confirmed.revision + 1) return this.#missed();
    if (this.deps.mode === 'extension') this.flush();
    const stamp = this.deps.link.welcome?.epoch ?? '';
    const own = this.#pending.confirm(origin);
    if (own?.result && !rewritten) return this.#settle({ value: own.result.value, revision, stamp });
    const applied = applyOperations(this.#confirmed.value, operations);
    if (!applied.ok) return this.#resyncFromNothing();
    const old = this.#move({ value: applied.value, revision, stamp }, operations);
    this.replicant.announce(old, operations);
  }

  /** Frame item `s`. */
  replaced(snapshot: Snapshot): void {
    if (snapshot.stamp === this.#confirmed.stamp && snapshot.revision <= this.#confirmed.revision) return;
    if (this.deps.mode === 'extension') this.flush();
    this.#takeSnapshot(snapshot, false);
  }

  /** Frame item `d`: what it is now, if anything, is asked for; until then the last value stays. */
  deleted(): void {
    this.#resyncFromNothing();
  }

  /** The value stays readable; writes that wait for an answer are reported as not made, unless it never was declared at all. */
  disconnected(): void {
    this.syncing = false;
    this.channel = undefined;
    this.#pending.lineBroke();
    // An extension's replicants count as declared for ever.
    if (this.deps.mode === 'browser') this.replicant.status = 'undeclared';
    if (this.#known) this.flush();
  }

  /** Proposes what was written since the last call. */
  flush(): void {
    if (this.#kind === 'stream') return this.#flushStream();
    if (this.deps.mode === 'browser' && (!this.#known || this.replicant.status === 'declaring')) return;
    const old = this.#local.value;
    const operations = this.#local.take();
    if (operations.length === 0) return;
    if (this.deps.mode === 'browser' && this.replicant.status !== 'declared') return this.#refused(notConnected);
    if (this.replicant.schemaSum !== this.#schemaSum) return this.#refused(this.#otherSchema());
    const proposals = chunk(operations, limits.operationsPerProposal).map((part) => this.#propose(part));
    if (this.deps.mode === 'browser') return;
    this.#pending.add(proposals, old, this.#local.value);
    this.replicant.revision = this.#confirmed.revision + this.#pending.size;
    this.replicant.announce(old, operations);
  }

  /** What was written was checked by another schema than the server's. From now on it counts again. */
  #otherSchema(): Reason {
    this.replicant.schemaSum = this.#schemaSum;
    return { code: 'mismatch', message: 'Mismatched schema version, assignment rejected' };
  }

  /** A stream's newest state waits while another is under way, or the server away. */
  #flushStream(): void {
    const isBrowser = this.deps.mode === 'browser';
    const old = this.#local.value;
    const operations = this.#local.take();
    if (operations.length > 0) {
      const isTurnedDown = this.deps.link.connected && this.replicant.status === 'undeclared' && !this.syncing;
      if (isBrowser && isTurnedDown) return this.#refused(notDeclared);
      const { proposal, isNew } = this.#stream.add(operations);
      if (!isBrowser && isNew) this.#pending.add([proposal], old, this.#local.value);
      proposal.result = { value: this.#local.value };
    }
    this.#stream.next();
    if (!isBrowser && operations.length > 0) this.replicant.announce(old, operations);
  }

  #propose(operations: Operation[]): Proposal {
    const proposal = this.#proposalOf(operations);
    void this.#send(proposal).then((reply) => this.#answered(proposal, reply));
    return proposal;
  }

  #proposalOf(operations: Operation[]): Proposal {
    const origin =
      this.deps.mode === 'extension' ? this.#pending.nextOrigin(this.deps.link.welcome?.connectionId ?? '') : undefined;
    return { origin, operations, result: undefined, revision: undefined };
  }

  #send({ origin, operations }: Proposal): Promise<Replies['propose'] | Disconnected> {
    const request = { ...this.key, operations, ...this.#base(), onConflict: 'rebase' as const, durable: false };
    return this.deps.link.request('propose', origin ? { ...request, origin } : request);
  }

  #base(): Seen {
    return { baseRevision: this.#confirmed.revision, baseStamp: this.#confirmed.stamp };
  }

  /** For a command: what was written before it must arrive before it. An extension's unconfirmed changes are known by their line. */
  #seenNow(): Seen {
    this.flush();
    const line = this.deps.link.welcome?.connectionId ?? '';
    return this.deps.mode === 'extension' ? { ...this.#base(), origin: `${line}:` } : this.#base();
  }

  #answered(proposal: Proposal, reply: Replies['propose'] | Disconnected): void {
    if (reply.ok) {
      proposal.revision = reply.value.revision;
      if (this.#pending.dropCovered(this.#confirmed.revision)) this.#settle(this.#confirmed);
      return;
    }
    // Applied and on air; the server stores it when its database is back.
    if (reply.error.code === 'not-durable') return this.deps.log.warn(reply.error.message);
    if (this.#pending.drop(proposal)) this.#settle(this.#confirmed);
    this.#refused(reply.error);
  }

  #refused({ code, message }: Reason): void {
    // A stream that is refused is refused many times a second: once says it.
    const now = performance.now();
    if (this.#kind === 'stream' && message === this.#refusal.text && now - this.#refusal.at < sayAgainMs) return;
    this.#refusal = { text: message, at: now };
    if (!this.replicant.emit('operationsRejected', message)) this.deps.log.error(message);
    this.deps.onRefused?.({ ...this.key, code, message });
  }

  /** Moves to a state that this client expected already; tells listeners only if it turns out to be different. */
  #settle(next: Snapshot): void {
    const old = this.#move(next, []);
    const value = this.#local.value;
    if (!isSameJson(old, value)) this.replicant.announce(old, [overwrite(value)]);
  }

  #takeSnapshot({ value, revision, stamp }: Snapshot, isFirst: boolean): void {
    this.#pending.dropCovered(revision);
    // An equal value keeps its identity, so that nothing that compares by identity starts over.
    const same = isSameJson(this.#confirmed.value, value);
    const before = this.#local.value;
    const operation = overwrite(value);
    const old = this.#move({ value: same ? this.#confirmed.value : value, revision, stamp }, same ? [] : [operation]);
    this.#tellFull();
    const tells = isFirst ? value !== undefined || revision !== 0 : !isSameJson(before, this.#local.value);
    if (tells) this.replicant.announce(old, [overwrite(this.#local.value)]);
  }

  #catchUp(changes: { revision: number; operations: Operation[] }[], stamp: string): boolean {
    const operations = changes.flatMap((change) => change.operations);
    const applied = applyOperations(this.#confirmed.value, operations);
    if (!applied.ok) return false;
    const revision = changes.reduce((newest, change) => Math.max(newest, change.revision), this.#confirmed.revision);
    this.#pending.dropCovered(revision);
    const old = this.#move({ value: applied.value, revision, stamp }, operations);
    this.#tellFull();
    if (!isSameJson(old, this.#local.value)) this.replicant.announce(old, operations);
    return true;
  }

  /** NodeCG's event for a page that has missed changes, before the `change`. */
  #tellFull(): void {
    if (this.#missedFrames) this.replicant.emit('fullUpdate', copyValue(this.#confirmed.value));
  }

  /** The server's state becomes `next`, with this client's unanswered changes on top. Returns the local value before. */
  #move(next: Snapshot, operations: Operation[]): Json | undefined {
    const old = this.#local.value;
    this.#confirmed = { value: next.value, revision: next.revision, stamp: next.stamp };
    const fresh = this.#pending.size === 0 ? freshIn(operations) : undefined;
    this.#local.replace(this.#pending.rebase(next.value), fresh);
    this.replicant.revision = next.revision + this.#pending.size;
    return old;
  }

  #tellDeclared(isFirst: boolean): void {
    const { replicant } = this;
    const { schema, schemaSum } = replicant;
    const value = copyValue(this.#local.value);
    replicant.emit('declared', { value, revision: replicant.revision, ...(schema === undefined ? {} : { schema, schemaSum }) });
    if (isFirst && this.#local.value === undefined && replicant.revision === 0) replicant.announce(undefined, []);
  }

  #missed(): void {
    this.#missedFrames = true;
    this.deps.resync(this);
  }

  #resyncFromNothing(): void {
    this.#startOver = true;
    this.#missed();
  }
}

function otherKind(wished: ReplicantKind, kind: ReplicantKind): string {
  return `This was declared as a ${kind} before it was declared as a ${wished} here: the first declaration in a server run counts.`;
}

/** New values as a whole: their readers get new objects, as NodeCG gives them. */
function freshIn(operations: Operation[]): ReadonlySet<unknown> {
  return new Set(operations.map((operation) => ('newValue' in operation.args ? operation.args.newValue : undefined)));
}

function chunk<T>(items: T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
