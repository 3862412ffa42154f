import { maySteer } from '#contract/access';
import type { Json } from '#contract/json';
import { keyOf, type Actor, type MergeStrategy, type ReplicantKey, type ReplicantKind, type Snapshot } from '#contract/replicant';
import type { EventBus } from '#ports/event-bus';
import type { ReplicantDefinition, ReplicantDefinitions } from '#ports/replicant-definitions';
import type { ReplicantLog } from '#ports/replicant-log';
import type { ReplicantStore } from '#ports/replicant-store';
import type { GroupCommit } from './group-commit.ts';
import type { Idempotency } from './idempotency.ts';
import type { KeyedLock } from './keyed-lock.ts';
import type { Meter } from './meter.ts';
import type { RecentChanges } from './recent-changes.ts';
import { definitionOfKind } from './timer.ts';
import type { Timing } from './timing.ts';
import type { Validator } from './validate.ts';

/** A replicant that was declared in this server run. */
export type Cell = {
  key: ReplicantKey;
  persistent: boolean;
  kind: ReplicantKind;
  merge: MergeStrategy | undefined;
  /** The first declarer's. */
  schemaPath: string | undefined;
  /** Declared only by those who may not write: the first who may still decides the default and the persistence. */
  isProvisional: boolean;
  definition: ReplicantDefinition | undefined;
  /** Which edition of the namespace's definitions `definition` is from. */
  edition: number;
  /** The value has at most this many characters as JSON. */
  length: number;
  /** The value satisfies `definition`: then a change is checked only where it touches the value. */
  isValid: boolean;
  /** How often and how much it changes. */
  meter: Meter;
  lastChange: { at: number; actor: Actor } | undefined;
};

/** What the verbs of the service share. */
export type ReplicantContext = {
  store: ReplicantStore;
  log: ReplicantLog;
  bus: EventBus;
  definitions: ReplicantDefinitions;
  epoch: string;
  now(): number;
  report(problem: string): void;
  timing: Timing;
  cells: Map<string, Cell>;
  /** Deleted in this run: the revision that a new life starts from, so that (stamp, revision) never means two states. */
  retired: Map<string, number>;
  /** Counts {@link ReplicantDefinitions} editions by namespace. */
  editions: Map<string, number>;
  lock: KeyedLock;
  idempotency: Idempotency;
  commits: GroupCommit;
  recent: RecentChanges;
  validator: Validator;
  witness?: Witness | undefined;
  isClosed(): boolean;
};

/** Hears of each change that a person or a key proposed, or what was let in by one, with the values before and after it. Must not throw, nor take long. */
export type Witness = (change: { key: ReplicantKey; actor: Actor; before: Json | undefined; after: Json | undefined }) => void;

/** The edition of a namespace's definitions that counts now. */
export function editionOf(context: ReplicantContext, namespace: string): number {
  return context.editions.get(namespace) ?? 0;
}

/** What bundles say about a replicant; undefined where they say nothing, or can't be asked. */
export async function findDefinition(
  context: ReplicantContext,
  key: ReplicantKey,
  schemaPath: string | undefined,
): Promise<ReplicantDefinition | undefined> {
  try {
    return await context.definitions.find(key, schemaPath);
  } catch (error) {
    context.report(`The definition of ${nameOf(key)} could not be read, so its values are not validated: ${String(error)}`);
    return undefined;
  }
}

/** The wish for a schema file, unless the declarer may not see it: what it says would be told to them. Never read then, not later either. */
export async function schemaPathOf(
  { definitions, report }: ReplicantContext,
  { key, schemaPath }: { key: ReplicantKey; schemaPath: string | undefined },
  actor: Actor,
): Promise<string | undefined> {
  if (schemaPath === undefined || !definitions.mayName) return schemaPath;
  const mayName = await definitions.mayName(schemaPath, key, actor).catch(() => false);
  if (!mayName) report(`The schemaPath for ${nameOf(key)} is not used: who declared it may not see that bundle.`);
  return mayName ? schemaPath : undefined;
}

/** Reads the definition anew if its bundle was edited since. */
export async function refreshDefinition(context: ReplicantContext, cell: Cell): Promise<void> {
  const edition = editionOf(context, cell.key.namespace);
  if (cell.edition === edition) return;
  cell.definition = definitionOfKind(cell.kind, await findDefinition(context, cell.key, cell.schemaPath));
  cell.edition = edition;
  cell.isValid = false;
}

/** The live state of a declared replicant. */
export async function readLive(context: ReplicantContext, cell: Cell): Promise<Snapshot> {
  const snapshot = await context.store.read(cell.key);
  if (!snapshot) throw new Error(`The store has lost ${nameOf(cell.key)}, which is declared`);
  return snapshot;
}

/** VIEWERs only read where nothing was granted to them, and the server's own replicants are written by the server only. */
export function mayWrite(actor: Actor, key: ReplicantKey): boolean {
  if (key.namespace === 'nodecg') return actor.kind === 'server';
  return maySteer(actor);
}

/** False for everybody but the server where the definition says so. */
export function mayChange(actor: Actor, { definition }: Cell): boolean {
  return definition?.serverOwned !== true || actor.kind === 'server';
}

/** For messages. */
export function nameOf(key: ReplicantKey): string {
  return `replicant "${key.name}" in namespace "${key.namespace}"`;
}

export function cellOf(context: ReplicantContext, key: ReplicantKey): Cell | undefined {
  return context.cells.get(keyOf(key));
}
