import { can, isAtLeast, matches, type AccessAction, type GrantKind, type RequiredRoles } from '#contract/access';
import type { NewKey } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import type { IdentityContext } from './context.ts';

type Rule = NewKey['grants'][number];
type Scope = Pick<IdentityContext, 'resource' | 'now'>;

/**
 * Whether everything that a key for graphics would open is open to who makes it, as long as the key would open it. What isn't plain is refused: a pattern
 * counts only where a grant of theirs covers all of it, and a role only for a bundle of which nothing is restricted.
 */
export function isWithin(scope: Scope, { level, grants, expiresAt }: NewKey, actor: Actor): boolean {
  const graphics = grants.filter(({ kind }) => kind === 'graphic');
  if (graphics.length === 0 || !graphics.every((rule) => mayHandOut(scope, rule, actor))) return false;
  return grants.every((rule) => {
    const asked = { ...rule, level: level === 'read' ? ('read' as const) : rule.level };
    const until = Math.min(rule.expiresAt ?? Infinity, expiresAt ?? Infinity);
    return isGranted(asked, until, actor) || isOfRole(scope, asked, actor) || isInGranted(scope, asked, until, actor);
  });
}

function mayHandOut({ resource, now }: Scope, { pattern }: Rule, actor: Actor): boolean {
  const bundle = bundleOfGraphic(pattern);
  return bundle !== undefined && can(actor, 'graphic.key', resource({ kind: 'graphic', bundle, name: pattern }), now());
}

/** A grant of the same kind whose pattern takes in the other one, and that lasts as long. A `*` of the other is taken in by a `*` only. */
function isGranted({ kind, pattern, level }: Rule, until: number, actor: Actor): boolean {
  return (actor.access?.grants ?? []).some(
    (grant) =>
      grant.kind === kind &&
      (grant.level === 'write' || level === 'read') &&
      matches(grant.pattern, pattern) &&
      (grant.expiresAt ?? Infinity) >= until,
  );
}

/** One graphic of a workspace or bundle that was granted to them for as long. */
function isInGranted({ resource }: Scope, { kind, pattern, level }: Rule, until: number, actor: Actor): boolean {
  const bundle = kind === 'graphic' ? bundleOfGraphic(pattern) : undefined;
  if (bundle === undefined || actor.access === undefined) return false;
  const byGrants: Actor = { ...actor, access: { reach: 'granted', grants: actor.access.grants } };
  return can(byGrants, actions.graphic[level], resource({ kind: 'graphic', bundle, name: pattern }), until - 1);
}

const actions = {
  bundle: { read: 'bundle.see', write: 'message.send' },
  replicant: { read: 'replicant.read', write: 'replicant.write' },
  assets: { read: 'asset.read', write: 'asset.upload' },
  graphic: { read: 'graphic.open', write: 'graphic.command' },
} as const satisfies Record<Exclude<GrantKind, 'workspace'>, Record<'read' | 'write', AccessAction>>;

function isOfRole({ resource, now }: Scope, { kind, pattern, level }: Rule, actor: Actor): boolean {
  if (kind === 'workspace' || (actor.access?.reach ?? 'all') !== 'all') return false;
  const bundle = kind === 'graphic' ? bundleOfGraphic(pattern) : (pattern.split(':', 1)[0] ?? '');
  if (bundle === undefined || bundle === '' || bundle.includes('*')) return false;
  const whole = resource({ kind: 'bundle', bundle });
  const isPlain = whole.kind === 'bundle' && !whole.restricted && whole.workspaces.every(({ restricted }) => !restricted);
  if (!isPlain) return false;
  const action = actions[kind][level];
  if (pattern.includes('*') || kind === 'bundle') return mayAllOf(whole.parts, level, actor) && can(actor, action, whole, now());
  const name = kind === 'graphic' ? pattern : pattern.slice(bundle.length + 1);
  return can(actor, action, resource({ kind, bundle, name }), now());
}

/** A grant is asked before what a bundle asks of roles: all of it takes in what its manifest keeps for others. */
function mayAllOf(parts: RequiredRoles | undefined, level: Rule['level'], { role }: Actor): boolean {
  if (parts?.read && !isAtLeast(role, parts.read)) return false;
  return level === 'read' || !parts?.write || isAtLeast(role, parts.write);
}

/** Undefined: it isn't one graphic's address. */
function bundleOfGraphic(pattern: string): string | undefined {
  if (pattern.includes('*')) return undefined;
  return /^\/bundles\/([^/]+)\/graphics\/./.exec(pattern)?.[1];
}
