import { z } from 'zod';
import { isShallow, type Json } from './json.ts';
import { limits } from './limits.ts';
import { operationSchema } from './operation-schema.ts';
import type { BundleChange } from './bundle.ts';
import type { GraphicCommand } from './graphic.ts';
import type { MessageError } from './message.ts';
import type { Operation } from './operations.ts';
import {
  mergeStrategies,
  replicantKinds,
  type Actor,
  type HistoryEntry,
  type ReplicantError,
  type ReplicantKind,
  type Snapshot,
  type Undone,
} from './replicant.ts';
import type { Result } from './result.ts';
import { timerCommandSchema } from './timer-schema.ts';

/*
 * Our socket protocol, version `protocolVersion`, the same over Socket.IO (browsers, remote extensions) and over the pipe to an
 * extension host. Requests go up, each with one acknowledgement that is a Result; `welcome` and `frame` come down.
 * Browsers import only types from this file: zod stays on the server.
 */

const name = z
  .string()
  .min(1)
  .max(limits.nameLength)
  // Half a surrogate pair has no UTF-8: a database would take two such names for one.
  .refine((text) => !/[\u0000-\u001f]|\p{Surrogate}/u.test(text), 'must not contain control characters or broken Unicode');

/** Any JSON. The bytes were bounded by the frame limit and parsed by JSON.parse, so only `undefined` and what nobody could encode again are refused here. */
export const jsonSchema = z
  .custom<Json>((value) => value !== undefined, 'must be a JSON value')
  .refine((value) => isShallow(value, limits.jsonDepth), `must not be nested deeper than ${limits.jsonDepth} levels`);

export const keySchema = z.object({ namespace: name, name });
export const positionSchema = z.object({ revision: z.number().int().min(0), stamp: z.string().max(64) });

/** The handshake's `auth`. */
export const helloSchema = z.object({
  protocol: z.number().int(),
  /** Which page this is; `bundle` and `url` where it belongs to a bundle. */
  page: z.object({
    kind: z.enum(['dashboard', 'panel', 'graphic', 'extension']),
    bundle: name.optional(),
    /** The page's path, `/bundles/<bundle>/graphics/<file>`. Dashboards make a link of it. */
    url: z.string().max(2_048).startsWith('/bundles/').optional(),
    /** `version` and git `hash` that were injected into the page, for the out-of-date mark. */
    version: z.string().max(256).optional(),
    gitHash: z.string().max(64).optional(),
    /** When the page was loaded, milliseconds since 1970 by the server's clock as injected. */
    loadedAt: z.number().optional(),
    /** A dashboard preview: never listed as an instance. */
    preview: z.boolean().optional(),
    /** This page load was registered before its connection broke: it is on air and may not be sent away. */
    wasOpen: z.boolean().optional(),
  }),
  ticket: z.string().max(4_096).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

export const declareSchema = z.object({
  defaultValue: jsonSchema.optional(),
  persistent: z.boolean().optional(),
  schemaPath: z.string().min(1).max(1_024).optional(),
  kind: z.enum(replicantKinds).optional(),
  merge: z.enum(mergeStrategies).optional(),
});
export const idempotencyKeySchema = z.string().min(1).max(64);
/** A page of a replicant's history, newest first; `before` pages back by revision. */
export const historySchema = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  before: z.number().int().min(1).optional(),
});

export const requestSchemas = {
  /** Declares and follows many replicants in one round trip. `have` resumes: see {@link SubscribedState}. */
  subscribe: z.object({
    items: z
      .array(z.object({ namespace: name, name, declare: declareSchema.optional(), have: positionSchema.optional() }))
      .max(limits.subscriptionsPerRequest),
    /** True: what is unchanged may come as {@link UnchangedRun}s. */
    runs: z.boolean().optional(),
  }),
  unsubscribe: z.object({ channels: z.array(z.number().int()).max(limits.subscriptionsPerSocket) }),
  propose: z.object({
    namespace: name,
    name,
    operations: z.array(operationSchema).min(1).max(limits.operationsPerProposal),
    baseRevision: z.number().int().min(0),
    /** The stamp of that state: tells it from another one that has its revision since a crash. */
    baseStamp: positionSchema.shape.stamp.optional(),
    onConflict: z.enum(['rebase', 'reject']).default('rebase'),
    /** True: acknowledge when stored. False: acknowledge when applied and on air. */
    durable: z.boolean().default(true),
    /**
     * Chosen by the client and echoed in the frame, so that a client that applied its change at once knows its own: `<connectionId>:<number>`, or without the number if the
     * client shows it after the frame only. What it proposed
     * with a number under this connection since `baseRevision` counts as seen by it.
     */
    origin: z.string().max(64).optional(),
    /** Makes a retry safe: see ProposedChange. */
    idempotencyKey: idempotencyKeySchema.optional(),
  }),
  /** Not for graphics, like restore, undo and redo. */
  history: historySchema.extend({ namespace: name, name }),
  /** Brings the value of an earlier revision back, as a new change. */
  restore: z.object({ namespace: name, name, revision: z.number().int().min(0) }),
  /** Takes back this actor's last change that isn't undone yet, but nothing that others changed since. */
  undo: z.object({ namespace: name, name }),
  redo: z.object({ namespace: name, name }),
  /** Starts, pauses, sets … a replicant of kind `timer`, by the server's clock. Acknowledged when stored, or when on air, like a proposal. */
  timer: z.object({ namespace: name, name, command: timerCommandSchema, durable: z.boolean().default(true) }),
  read: z.object({ namespace: name, name }),
  listen: z.object({ items: z.array(z.object({ bundle: name, name })).max(limits.listenersPerSocket) }),
  unlisten: z.object({ items: z.array(z.object({ bundle: name, name })).max(limits.listenersPerSocket) }),
  /** `expectReply` waits for an extension's acknowledgement. */
  message: z.object({ bundle: name, name, content: jsonSchema.optional(), expectReply: z.boolean().default(false) }),
  /** Extensions only: answers a message item that carried a `replyId`. */
  reply: z.object({
    replyId: z.string().max(64),
    error: jsonSchema.optional(),
    value: jsonSchema.optional(),
  }),
  /** Graphics only: OBS said that the source went on or off air. */
  'graphic.report': z.object({ onAir: z.boolean() }),
  /** Dashboards only. */
  'graphic.command': z.object({
    command: z.enum(['reload', 'kill']),
    bundle: name.optional(),
    url: z.string().max(2_048).optional(),
    instanceId: z.string().max(64).optional(),
  }),
  /** Measures latency; answers the server's clock. */
  ping: z.object({}),
} as const;
export type RequestName = keyof typeof requestSchemas;
export type RequestPayload<N extends RequestName> = z.infer<(typeof requestSchemas)[N]>;
/** What a client sends: defaults may be left out. */
export type RequestInput<N extends RequestName> = z.input<(typeof requestSchemas)[N]>;

/** The state that a subscription starts from: nothing if `have` is current, the missed changes if they are still known, else a snapshot. */
export type SubscribedState =
  | { kind: 'unchanged' }
  | { kind: 'operations'; changes: { revision: number; operations: Operation[] }[]; stamp: string }
  | ({ kind: 'snapshot' } & Snapshot);

/**
 * `count` items, beginning with the one at `index` of those asked for, are unchanged; their channels are `channel` and those after it. Only
 * persistent replicants of kind `value` without a schema are in a run.
 */
export type UnchangedRun = [index: number, channel: number, count: number];

/** In the order asked. Where `runs` were asked for, `items` are only those that are in none: see `expandRuns`. */
export type SubscribedItems = { items: Result<Subscribed, ReplicantError>[]; runs?: UnchangedRun[] };

export type Subscribed = {
  /** Short id of this replicant for this server run; frames name it. */
  channel: number;
  state: SubscribedState;
  persistent: boolean;
  /** Absent: `value`. */
  replicantKind?: ReplicantKind;
  /** The JSON Schema (references inlined) and its SHA-1, where the replicant has one. */
  schema?: { json: Json; sum: string };
};

/** Codes that any request may fail with beside its own. `invalid-request`: the payload is malformed, `message` names the field. */
export type RequestErrorCode = 'invalid-request' | 'unknown-request' | 'forbidden' | 'too-many' | 'internal';
export type RequestError = { code: RequestErrorCode; message: string };

export type Replies = {
  subscribe: Result<SubscribedItems, RequestError>;
  unsubscribe: Result<null, RequestError>;
  propose: Result<{ revision: number; stamp: string }, ReplicantError | RequestError>;
  history: Result<HistoryEntry[], ReplicantError | RequestError>;
  restore: Result<{ revision: number; stamp: string }, ReplicantError | RequestError>;
  undo: Result<Undone, ReplicantError | RequestError>;
  redo: Result<Undone, ReplicantError | RequestError>;
  timer: Result<{ revision: number; stamp: string }, ReplicantError | RequestError>;
  read: Result<Snapshot, ReplicantError | RequestError>;
  listen: Result<null, RequestError>;
  unlisten: Result<null, RequestError>;
  message: Result<{ value?: Json | undefined }, MessageError | RequestError>;
  reply: Result<null, RequestError>;
  'graphic.report': Result<null, RequestError>;
  'graphic.command': Result<{ reached: number }, RequestError>;
  ping: Result<{ serverTime: number }, RequestError>;
};

/** First thing that a client hears after connecting. A new `epoch` means that the server restarted: channels are void, subscribe again with `have`. */
export type Welcome = {
  protocol: number;
  epoch: string;
  version: string;
  serverTime: number;
  connectionId: string;
  actor: Actor;
  /** A graphic that may be open only once and is: this page is not listed, and goes to wait. */
  busy?: true;
};

/**
 * One thing that happened. A frame is everything that happened in one turn of the server's event loop and concerns this client:
 * - `r`: channel moved to `revision` (its own + 1, else the client re-subscribes with `have`) by `operations`; `origin` as proposed. `rewritten`: a merge strategy
 *   made something else of the proposal, so its proposer must not take its own result for the outcome. Its stamp is the epoch.
 * - `s`: newest state of a channel, sent instead of changes to a client that was too slow for them, and always for streams.
 * - `d`: the replicant was deleted. - `m`: message, with a `replyId` for extensions when the sender waits, an empty one when it could not be told (`contentOf` reads what it carries). - `b`: bundle changed. - `g`: command for graphics.
 */
export type FrameItem =
  | ['r', channel: number, revision: number, operations: Operation[], origin?: string, rewritten?: true]
  | ['s', channel: number, snapshot: Snapshot]
  | ['d', channel: number]
  | ['m', bundle: string, name: string, content?: Json, replyId?: string, isEmpty?: true]
  | ['b', change: BundleChange]
  | ['g', command: GraphicCommand];
export type Frame = FrameItem[];
