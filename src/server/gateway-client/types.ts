import type { AuditCheck, AuditEntry } from '#contract/audit';
import type { BundleError, BundleView } from '#contract/bundle';
import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import type { ReplicantDetails, ReplicantSummary } from '#contract/inspect';
import type { InternalInput, SystemHealth } from '#contract/internal';
import type { Json } from '#contract/json';
import type { Actor, ProposedChange, ReplicantError, ReplicantKey, Snapshot, Undone } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { ServerFacts } from '#contract/server-facts';
import type { SignInSettings } from '#contract/sign-in';
import type { SavedComparison, SavedState, SavedStateError } from '#contract/saved-state';
import type { LayoutService } from '#services/layout/types';
import type { ProposeOptions, ReplicantService } from '#services/replicant/types';
import type { AccountClients, ForNextItself } from './identity-types.ts';

type WithoutActor<P extends unknown[]> = P extends [...infer Input, Actor] ? Input : P;

/**
 * The gateway's services as Next sees them, for whoever asks: the same methods without the actor, answered over the internal API. Expected failures are Results as
 * everywhere; a gateway that doesn't answer is a `GatewayUnavailable`.
 */
export type GatewayClient = AccountClients & {
  replicants: Pick<ReplicantService, 'read' | 'history'> & {
    set(key: ReplicantKey, value: Json): Promise<Result<Snapshot, ReplicantError>>;
    propose(change: ProposedChange, options?: ProposeOptions): Promise<Result<Snapshot, ReplicantError>>;
    delete(key: ReplicantKey): Promise<Result<null, ReplicantError>>;
    list(namespace?: string): Promise<ReplicantSummary[]>;
    /** Undefined: never declared and not stored. */
    details(key: ReplicantKey): Promise<ReplicantDetails | undefined>;
    /** The state that it had at a revision. */
    at(key: ReplicantKey, revision: number): Promise<Result<Snapshot, ReplicantError>>;
    /** Brings the value of an earlier revision back, as a new change. */
    restore(key: ReplicantKey, revision: number): Promise<Result<Snapshot, ReplicantError>>;
    /** Takes back the actor's last change, but nothing that others changed since. */
    undo(key: ReplicantKey): Promise<Result<Undone, ReplicantError>>;
    redo(key: ReplicantKey): Promise<Result<Undone, ReplicantError>>;
  };
  saved: {
    /** Those of a bundle, of the whole show (null), or all of both. Newest first. */
    list(namespace?: string | null): Promise<SavedState[]>;
    create(name: string, namespace: string | null): Promise<Result<SavedState, SavedStateError>>;
    /** With another saved state, or with what is live now. */
    compare(id: string, against?: string): Promise<Result<SavedComparison, SavedStateError>>;
    /** All of it in one step, or nothing. */
    restore(id: string): Promise<Result<{ changed: number }, SavedStateError>>;
    rename(id: string, name: string): Promise<Result<SavedState, SavedStateError>>;
    delete(id: string): Promise<Result<null, SavedStateError>>;
  };
  layouts: {
    [M in keyof LayoutService]: (...input: WithoutActor<Parameters<LayoutService[M]>>) => ReturnType<LayoutService[M]>;
  };
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
  /** For Next itself, before anybody is known: refused to whoever asks. */
  identity: ForNextItself;
  system: {
    health(): Promise<SystemHealth>;
    about(): Promise<ServerFacts>;
    /** For Next itself, as is the other one. */
    database(): Promise<{ url: string }>;
    signIn(): Promise<SignInSettings>;
  };
  audit: {
    /** Newest first. */
    list(filter: InternalInput<'audit.list'>): Promise<AuditEntry[]>;
    check(): Promise<AuditCheck>;
    /** Begins to look through the log. */
    verify(): Promise<AuditCheck>;
  };
};
