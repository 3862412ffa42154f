import type { BundleError, BundleView } from '#contract/bundle';
import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import type { ReplicantDetails, ReplicantSummary } from '#contract/inspect';
import type { SystemHealth } from '#contract/internal';
import type { Actor, ReplicantError, ReplicantKey, Snapshot, Undone } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { ServerFacts } from '#contract/server-facts';
import type { SavedComparison, SavedState, SavedStateError } from '#contract/saved-state';
import type { LayoutService } from '#services/layout/types';
import type { ReplicantService } from '#services/replicant/types';

/**
 * The gateway's services as Next sees them: the same methods, answered over the internal API. Expected failures are Results as
 * everywhere; a gateway that doesn't answer is a `GatewayUnavailable`.
 */
export type GatewayClient = {
  replicants: Pick<ReplicantService, 'read' | 'set' | 'propose' | 'history' | 'delete'> & {
    list(namespace?: string): Promise<ReplicantSummary[]>;
    /** Undefined: never declared and not stored. */
    details(key: ReplicantKey): Promise<ReplicantDetails | undefined>;
    /** The state that it had at a revision. */
    at(key: ReplicantKey, revision: number): Promise<Result<Snapshot, ReplicantError>>;
    /** Brings the value of an earlier revision back, as a new change. */
    restore(key: ReplicantKey, revision: number, actor: Actor): Promise<Result<Snapshot, ReplicantError>>;
    /** Takes back the actor's last change, but nothing that others changed since. */
    undo(key: ReplicantKey, actor: Actor): Promise<Result<Undone, ReplicantError>>;
    redo(key: ReplicantKey, actor: Actor): Promise<Result<Undone, ReplicantError>>;
  };
  saved: {
    /** Those of a bundle, of the whole show (null), or all of both. Newest first. */
    list(namespace?: string | null): Promise<SavedState[]>;
    create(name: string, namespace: string | null, actor: Actor): Promise<Result<SavedState, SavedStateError>>;
    /** With another saved state, or with what is live now. */
    compare(id: string, against?: string): Promise<Result<SavedComparison, SavedStateError>>;
    /** All of it in one step, or nothing. */
    restore(id: string, actor: Actor): Promise<Result<{ changed: number }, SavedStateError>>;
    rename(id: string, name: string, actor: Actor): Promise<Result<SavedState, SavedStateError>>;
    delete(id: string, actor: Actor): Promise<Result<null, SavedStateError>>;
  };
  layouts: LayoutService;
  bundles: {
    list(): Promise<BundleView[]>;
    get(name: string): Promise<BundleView | undefined>;
    reload(name: string): Promise<Result<BundleView, BundleError>>;
    enable(name: string): Promise<Result<BundleView, BundleError>>;
    disable(name: string): Promise<Result<BundleView, BundleError>>;
  };
  graphics: {
    list(): Promise<GraphicInstance[]>;
    /** How many open pages it reached. */
    command(command: GraphicCommand): Promise<number>;
  };
  system: { health(): Promise<SystemHealth>; about(): Promise<ServerFacts> };
};
