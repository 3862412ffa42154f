import type { AccessAction, Resource } from '#contract/access';
import type { BundleAccess } from '#contract/bundle-access';
import type { RestrictionView } from '#contract/identity';
import type { Actor } from '#contract/replicant';

/** A resource by its name, before it is known what it is part of. */
export type ResourceName =
  | { kind: 'server' }
  | { kind: 'workspace'; name: string }
  | { kind: 'bundle' | 'panel' | 'graphic' | 'replicant' | 'message' | 'assets'; bundle: string; name?: string };

/** Why something is refused, for the person who asked. */
export type Refusal = { code: 'forbidden'; message: string };

/** What of a bundle decides who may do what with it, enabled or not. */
export type AccessBundle = {
  name: string;
  panels: readonly { name: string; workspace: string; dialog: boolean }[];
  graphics: readonly { url: string }[];
  access?: BundleAccess | undefined;
  /** It is there, but its manifest could not be understood: nobody knows what it asks for. */
  isUnread?: boolean;
};

export type AccessDeps = {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Nobody has to sign in: an actor without `access` is bound by the role alone. */
  isOpen?: boolean;
  /**
   * Every bundle that is known, in its last good version. Undefined while they are being found: then everything is restricted. What a
   * bundle that isn't among them has is for administrators and who is granted it. Absent: no bundle asks for anything.
   */
  bundles?: () => readonly AccessBundle[] | undefined;
  /** What administrators have restricted. Absent: nothing can be. May reject while it isn't known. */
  restrictions?: () => Promise<readonly RestrictionView[]>;
};

/**
 * Asks `can`, knowing what resources are: which workspaces a bundle's panels are in, what is restricted, and which roles a bundle asks for.
 * See SPEC.md for the rules by id.
 */
export interface AccessService {
  /** Undefined: allowed. */
  refuse(actor: Actor, action: AccessAction, resource: ResourceName): Refusal | undefined;
  allows(actor: Actor, action: AccessAction, resource: ResourceName): boolean;
  /** Whether nothing of the show is hidden from them: they may follow the lists that name all of it, and be told that something doesn't exist. */
  seesEverything(actor: Actor): boolean;
  /** Whether they see a bundle at all: it, one of its panels, or one of its graphics. Then they get the files that those are made of. */
  seesSomeOf(actor: Actor, bundle: string): boolean;
  /** Whether a workspace has a panel for them. One that doesn't exist has none, so that it isn't told from one that is hidden. */
  seesWorkspace(actor: Actor, workspace: string): boolean;
  /** Whether it is known what a namespace asks for: the server's own, or of a bundle that could be read. To read another isn't part of seeing everything. */
  isKnown(namespace: string): boolean;
  resource(name: ResourceName): Resource;
  restrictions(): readonly RestrictionView[];
  /** Grows with everything that may change an answer; whoever remembers answers compares it. */
  readonly version: number;
  /** Called when an answer may have become a different one. Returns the end of it. */
  onChange(handler: () => void): () => void;
  /** Reads anew what is restricted. Until that has worked once everything is. Rejects with why it couldn't; what was known counts on. */
  loadRestrictions(): Promise<void>;
  /** Bundles have come, gone or changed what they declare. */
  followBundles(): void;
}
