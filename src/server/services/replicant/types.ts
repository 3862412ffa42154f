import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type {
  Actor,
  DeclareOptions,
  HistoryEntry,
  ProposedChange,
  ReplicantError,
  ReplicantKey,
  ReplicantPosition,
  Snapshot,
} from '#contract/replicant';
import type { Result } from '#contract/result';

export type Declared = { snapshot: Snapshot; persistent: boolean; schema?: { json: Json; sum: string } };

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

export type ReplicantSummary = { key: ReplicantKey; revision: number; persistent: boolean; bytes: number; declared: boolean };

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
  history(key: ReplicantKey, options: { limit: number; before?: number }): Promise<HistoryEntry[]>;
  list(namespace?: string): Promise<ReplicantSummary[]>;
  /** Forgets definitions of a namespace after its bundle was edited: schemas are read anew at the next proposal. Values stay. */
  redefine(namespace: string): void;
  durability(): DurabilityHealth;
  /** Called when {@link durability} changes state. */
  onDurability(handler: (health: DurabilityHealth) => void): () => void;
  /** Refuses new proposals, stores everything, resolves when it is on disk; rejects with what could not be stored when the database is away for `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}
