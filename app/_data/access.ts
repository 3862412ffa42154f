import { can, theServer, type AccessAction, type Resource } from '#contract/access';
import { requiredRoles } from '#contract/bundle-access';
import type { BundleView } from '#contract/bundle';
import type { RestrictionView } from '#contract/identity';
import type { Actor } from '#contract/replicant';

/** A resource by its name, as the pages know it. */
export type NamedResource =
  | { kind: 'server' }
  | { kind: 'workspace'; name: string }
  | { kind: 'bundle' | 'panel' | 'graphic' | 'replicant' | 'message' | 'assets'; bundle: string; name?: string };

/** Whether the one who looks may do something. Without a resource: on the server as a whole. `at`: then, in milliseconds since 1970; absent: now. */
export type May = (action: AccessAction, resource?: NamedResource, at?: number) => boolean;

/** What is known of the show, to say what a resource is part of. */
export type KnownShow = { bundles: readonly BundleView[]; restrictions: readonly RestrictionView[] };

/**
 * Asks the same policy as the server, about what the page knows of a resource. Only to leave out what would be refused: the server
 * decides, and is asked.
 */
export function mayOf(actor: Actor, show: KnownShow, now: () => number = Date.now): May {
  return (action, resource = theServer, at = now()) => can(actor, action, resourceOf(resource, show), at);
}

/** When a right ends that grants give: the last moment that counts. Undefined: never, or it isn't there at all. */
export function endOfRight({ access }: Actor, mayAt: (at: number) => boolean): number | undefined {
  if (mayAt(Infinity)) return undefined;
  const ends = (access?.grants ?? []).flatMap(({ expiresAt }) => expiresAt ?? []);
  return ends.sort((a, b) => b - a).find((end) => mayAt(end - 1));
}

/** A resource with the workspaces that it is in, and what is restricted. */
export function resourceOf(named: NamedResource, { bundles, restrictions }: KnownShow): Resource {
  const isRestricted = (kind: RestrictionView['kind'], name: string) =>
    restrictions.some((restriction) => restriction.kind === kind && restriction.name === name);
  if (named.kind === 'server') return named;
  if (named.kind === 'workspace') return { ...named, restricted: isRestricted('workspace', named.name) };
  const found = bundles.find(({ name }) => name === named.bundle);
  const requires = requiredRoles(found?.access, named.kind, named.name);
  return {
    ...named,
    workspaces: workspacesOf(found, named).map((name) => ({ name, restricted: isRestricted('workspace', name) })),
    restricted: isRestricted('bundle', named.bundle),
    ...(requires && { requires }),
  };
}

/** A panel is in its own workspace; everything else of a bundle is where its panels are. */
function workspacesOf(bundle: BundleView | undefined, { kind, name }: Exclude<NamedResource, { kind: 'server' | 'workspace' }>) {
  const panels = (bundle?.panels ?? []).filter(({ dialog }) => !dialog);
  const own = kind === 'panel' ? panels.find((panel) => panel.name === name) : undefined;
  return own ? [own.workspace] : [...new Set(panels.map(({ workspace }) => workspace))];
}

/** An administrator without any bounds: nothing is hidden from them. */
export function isMaster({ role, access }: Actor): boolean {
  return role === 'ADMIN' && access?.reach !== 'granted';
}
