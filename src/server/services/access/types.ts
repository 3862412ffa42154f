import type { AccessAction, Resource } from '#contract/access';
import type { RestrictionView } from '#contract/identity';
import type { Actor } from '#contract/replicant';

/** A resource by its name, before it is known what it is part of. */
export type ResourceName =
  | { kind: 'server' }
  | { kind: 'workspace'; name: string }
  | { kind: 'bundle' | 'panel' | 'graphic' | 'replicant' | 'message' | 'assets'; bundle: string; name?: string };

/** Why something is refused, for the person who asked. */
export type Refusal = { code: 'forbidden'; message: string };

/** Asks `can`, knowing what resources are: which workspaces a bundle's panels are in, what is restricted, and which roles a bundle asks for. */
export interface AccessService {
  /** Undefined: allowed. */
  refuse(actor: Actor, action: AccessAction, resource: ResourceName): Refusal | undefined;
  allows(actor: Actor, action: AccessAction, resource: ResourceName): boolean;
  resource(name: ResourceName): Resource;
  restrictions(): readonly RestrictionView[];
  /** Grows with everything that may change an answer; whoever remembers answers compares it. */
  readonly version: number;
  /** Called when an answer may have become a different one. Returns the end of it. */
  onChange(handler: () => void): () => void;
}
