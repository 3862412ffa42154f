import { z } from 'zod';
import type { BundleError, BundleView } from './bundle.ts';
import { askedSchema, type Asked } from './identity.ts';
import { auditSchemas, type AuditValues } from './internal-audit.ts';
import { identitySchemas, type IdentityValues } from './internal-identity.ts';
import type { GraphicInstance } from './graphic.ts';
import type { ServerFacts } from './server-facts.ts';
import type { SignInSettings } from './sign-in.ts';
import type { HealthSigns, Readiness } from './health.ts';
import type { LayoutError, LayoutState, SharedLayout, SharedLayouts, UserLayout } from './layout.ts';
import {
  layoutChangesSchema,
  layoutId,
  layoutName,
  sharedEditSchema,
  workspaceLayoutSchema,
  workspaceName,
} from './layout-schema.ts';
import { limits } from './limits.ts';
import { operationSchema } from './operation-schema.ts';
import type { ReplicantDetails, ReplicantSummary } from './inspect.ts';
import type { HistoryEntry, ReplicantError, Snapshot, Undone } from './replicant.ts';
import type { SavedComparison, SavedState, SavedStateError } from './saved-state.ts';
import type { Result } from './result.ts';
import { idempotencyKeySchema, jsonSchema, keySchema, requestSchemas } from './wire.ts';

/*
 * What Next asks of the gateway: `POST /internal/v1/<service>.<method>` with `Authorization: Bearer <REALTIME_SECRET>` and an
 * InternalCall as JSON: the input, and for whom it is asked. The answer is an InternalReply: 200 with the method's own value (often a Result), else an error that is nobody's fault
 * but the caller's (400, 401, 403, 404, 413) or the gateway's (500, 503).
 */

export const internalPath = '/internal/v1/';

const nothing = z.object({});
const revision = z.number().int().min(0);
const savedId = z.string().min(1).max(64);
/** A bundle, or null for the whole show. */
const namespaceOrShow = z.string().min(1).max(limits.nameLength).nullable();
const bundleName = z.object({ name: z.string().min(1).max(limits.nameLength) });

export const internalSchemas = {
  'replicant.read': z.object({ key: keySchema }),
  'replicant.set': z.object({ key: keySchema, value: jsonSchema }),
  'replicant.propose': z.object({
    key: keySchema,
    operations: z.array(operationSchema).min(1).max(limits.operationsPerProposal),
    baseRevision: z.number().int().min(0),
    onConflict: z.enum(['rebase', 'reject']),
    durable: z.boolean().default(true),
    origin: z.string().max(64).optional(),
    idempotencyKey: idempotencyKeySchema.optional(),
    baseStamp: z.string().max(64).optional(),
  }),
  'replicant.history': z.object({
    key: keySchema,
    limit: z.number().int().min(1).max(1_000),
    before: z.number().int().min(0).optional(),
  }),
  'replicant.list': z.object({ namespace: z.string().min(1).max(limits.nameLength).optional() }),
  'replicant.delete': z.object({ key: keySchema }),
  'replicant.details': z.object({ key: keySchema }),
  'replicant.at': z.object({ key: keySchema, revision }),
  'replicant.restore': z.object({ key: keySchema, revision }),
  'replicant.undo': z.object({ key: keySchema }),
  'replicant.redo': z.object({ key: keySchema }),
  'saved.list': z.object({ namespace: namespaceOrShow.optional() }),
  'saved.create': z.object({ name: z.string().trim().min(1).max(limits.nameLength), namespace: namespaceOrShow }),
  /** With `against` another saved state, else what is live now. */
  'saved.compare': z.object({ id: savedId, against: savedId.optional() }),
  'saved.restore': z.object({ id: savedId }),
  'saved.rename': z.object({ id: savedId, name: z.string().trim().min(1).max(limits.nameLength) }),
  'saved.delete': z.object({ id: savedId }),
  'layout.read': nothing,
  'layout.change': z.object({ changes: layoutChangesSchema }),
  'layout.share': z.object({ name: layoutName, workspace: workspaceName, layout: workspaceLayoutSchema }),
  'layout.edit': z.object({ id: layoutId, edit: sharedEditSchema }),
  'layout.delete': z.object({ id: layoutId }),
  'bundle.list': nothing,
  'bundle.get': bundleName,
  'bundle.reload': bundleName,
  'bundle.enable': bundleName,
  'bundle.disable': bundleName,
  'graphic.list': nothing,
  'graphic.command': requestSchemas['graphic.command'],
  'system.health': nothing,
  'system.about': nothing,
  /** Where accounts are stored, for Next itself. */
  'system.database': nothing,
  /** Ways to sign in, secrets included, for Next itself. */
  'system.signIn': nothing,
  ...identitySchemas,
  ...auditSchemas,
} as const;
/** `asked` is missing where Next asks for itself. */
export type InternalCall = { input: unknown; asked?: Asked };
export const internalCallSchema = z.object({ input: z.unknown(), asked: askedSchema.optional() });
export type InternalMethod = keyof typeof internalSchemas;
/** What the gateway works with, after parsing. */
export type InternalPayload<M extends InternalMethod> = z.output<(typeof internalSchemas)[M]>;
/** What a caller sends: defaults may be left out. */
export type InternalInput<M extends InternalMethod> = z.input<(typeof internalSchemas)[M]>;

export type SystemHealth = {
  readiness: Readiness;
  /** Whether changes reach the database; `unstored` wait in memory, the oldest for `oldestMs`, since `since` (milliseconds since 1970). */
  durability: { state: 'ok' | 'failing'; unstored: number; oldestMs?: number; since?: number; detail?: string };
  signs: HealthSigns;
};

/** What each method answers. `undefined` travels as a missing `value`. */
export type InternalValues = IdentityValues &
  AuditValues & {
    'replicant.read': Snapshot | undefined;
    'replicant.set': Result<Snapshot, ReplicantError>;
    'replicant.propose': Result<Snapshot, ReplicantError>;
    'replicant.history': HistoryEntry[];
    'replicant.list': ReplicantSummary[];
    'replicant.delete': Result<null, ReplicantError>;
    'replicant.details': ReplicantDetails | undefined;
    'replicant.at': Result<Snapshot, ReplicantError>;
    'replicant.restore': Result<Snapshot, ReplicantError>;
    'replicant.undo': Result<Undone, ReplicantError>;
    'replicant.redo': Result<Undone, ReplicantError>;
    'saved.list': SavedState[];
    'saved.create': Result<SavedState, SavedStateError>;
    'saved.compare': Result<SavedComparison, SavedStateError>;
    /** How many replicants were changed; those that were equal already are not. */
    'saved.restore': Result<{ changed: number }, SavedStateError>;
    'saved.rename': Result<SavedState, SavedStateError>;
    'saved.delete': Result<null, SavedStateError>;
    'layout.read': Result<{ mine: LayoutState<UserLayout>; shared: LayoutState<SharedLayouts> }, LayoutError>;
    'layout.change': Result<LayoutState<UserLayout>, LayoutError>;
    'layout.share': Result<SharedLayout, LayoutError>;
    'layout.edit': Result<SharedLayout, LayoutError>;
    'layout.delete': Result<null, LayoutError>;
    'bundle.list': BundleView[];
    'bundle.get': BundleView | undefined;
    'bundle.reload': Result<BundleView, BundleError>;
    'bundle.enable': Result<BundleView, BundleError>;
    'bundle.disable': Result<BundleView, BundleError>;
    'graphic.list': GraphicInstance[];
    'graphic.command': number;
    'system.health': SystemHealth;
    'system.about': ServerFacts;
    'system.database': { url: string };
    'system.signIn': SignInSettings;
  };

/** The door's own errors; a service's expected failures are inside of `value`. */
export type InternalErrorCode =
  'unauthorised' | 'forbidden' | 'unknown-method' | 'invalid-request' | 'too-large' | 'not-ready' | 'internal';
export type InternalReply<M extends InternalMethod> =
  { ok: true; value?: InternalValues[M] } | { ok: false; error: { code: InternalErrorCode; message: string } };
