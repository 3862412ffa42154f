import type { ReplicantDetails, ReplicantSummary } from '#contract/inspect';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type {
  Actor,
  DeclareOptions,
  HistoryCause,
  HistoryEntry,
  ProposedChange,
  ReplicantError,
  ReplicantKey,
  ReplicantKind,
  ReplicantPosition,
  Snapshot,
  Undone,
} from '#contract/replicant';
import type { Result } from '#contract/result';
import type { Retention } from '#ports/replicant-log';
import type { TogetherError, Wish } from './change-together.ts';
import type { ValueOf } from './persistent-values.ts';
import type { ChangeRequest } from './propose.ts';

export type Declared = { snapshot: Snapshot; persistent: boolean; kind: ReplicantKind; schema?: { json: Json; sum: string } };

/** How to bring a client that has `position` up to date. */
export type Resumption =
  | { kind: 'unchanged' }
  | { kind: 'operations'; changes: { revision: number; operations: Operation[] }[]; stamp: string }
  | { kind: 'snapshot'; snapshot: Snapshot };

export type ProposeOptions = {
  /** False: resolves when applied and published. Default true: when stored. */
  durable?: boolean;
  /** Echoed in the event. */
  origin?: string;
};

/** A line of the inspector, but for who follows it: that is the gateway's knowledge. */
export type ServiceSummary = Omit<ReplicantSummary, 'subscribers'>;
export type ServiceDetails = Omit<ReplicantDetails, 'followers' | 'summary'> & { summary: ServiceSummary };

/** `failing`: the database doesn't answer; `unstored` changes wait in memory, the oldest for `oldestMs`, and are stored when it does. */
export type DurabilityHealth = { state: 'ok' | 'failing'; unstored: number; oldestMs?: number; since?: number; detail?: string };

/** The one way to replicants, for every source. See SPEC.md for the rules by id. */
export interface ReplicantService {
  /** Creates it if it is new, else returns it as it is: the first declaration in a server run decides. */
  declare(key: ReplicantKey, options: DeclareOptions, actor: Actor): Promise<Result<Declared, ReplicantError>>;
  /** The same for many, in one trip to storage; results in the order asked. */
  declareMany(items: { key: ReplicantKey; options: DeclareOptions }[], actor: Actor): Promise<Result<Declared, ReplicantError>[]>;
  /** Undefined: never declared and not stored. */
  read(key: ReplicantKey): Promise<Snapshot | undefined>;
  /** Operations of one proposal are applied all or none, as one revision. */
  propose(change: ProposedChange, actor: Actor, options?: ProposeOptions): Promise<Result<Snapshot, ReplicantError>>;
  /** Replaces the value whatever it is. */
  set(key: ReplicantKey, value: Json, actor: Actor): Promise<Result<Snapshot, ReplicantError>>;
  /** What a client at `position` has missed. Synchronous with the store: nothing can come between it and the caller's subscription. */
  resume(key: ReplicantKey, position: ReplicantPosition): Promise<Resumption | undefined>;
  delete(key: ReplicantKey, actor: Actor): Promise<Result<null, ReplicantError>>;
  /** Newest first, including what isn't stored yet. Rejects when storage is needed and doesn't answer, as the next four do. */
  history(key: ReplicantKey, options: { limit: number; before?: number }): Promise<HistoryEntry[]>;
  /** The state at an earlier revision. Only ends of history rows are known. */
  at(key: ReplicantKey, revision: number): Promise<Result<Snapshot, ReplicantError>>;
  /** Brings an earlier value back, as a new change. */
  restore(key: ReplicantKey, revision: number, actor: Actor, options?: ProposeOptions): Promise<Result<Snapshot, ReplicantError>>;
  /** Takes back this actor's last change that isn't undone yet, but nothing that others changed since. */
  undo(key: ReplicantKey, actor: Actor, options?: ProposeOptions): Promise<Result<Undone, ReplicantError>>;
  /** Makes the last undone change again, likewise. */
  redo(key: ReplicantKey, actor: Actor, options?: ProposeOptions): Promise<Result<Undone, ReplicantError>>;
  /** A change that is computed from the newest state, in turn. */
  change(request: ChangeRequest, actor: Actor, options?: ProposeOptions): Promise<Result<Snapshot, ReplicantError>>;
  /** Gives several declared replicants new values, all or none, in one frame and one transaction. `changed`: how many weren't so already. */
  changeTogether(wishes: Wish[], cause: HistoryCause, actor: Actor): Promise<Result<{ changed: number }, TogetherError>>;
  /** Every persistent replicant that has a value, but the server's own, all as they were at one moment. `bytes`: characters as JSON. Rejects when storage doesn't answer. */
  persistentValues(namespace?: string): Promise<ValueOf[]>;
  list(namespace?: string): Promise<ServiceSummary[]>;
  /** Everything about one, but who follows it. Undefined: never declared and not stored. */
  describe(key: ReplicantKey): Promise<ServiceDetails | undefined>;
  /** Removes history that is older or more than asked, but nothing that a start needs. Resolves with how many rows went. */
  prune(retention: Retention): Promise<number>;
  /** Forgets definitions of a namespace after its bundle was edited: schemas are read anew at the next proposal. Values stay. */
  redefine(namespace: string): void;
  durability(): DurabilityHealth;
  /** Called when {@link durability} changes state. */
  onDurability(handler: (health: DurabilityHealth) => void): () => void;
  /** Refuses new proposals, stores everything, resolves when it is on disk; rejects with what could not be stored when the database is away for `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}
