import type { Actor } from './replicant.ts';

/*
 * Who may do what. `can` is the one policy: tRPC, HTTP, sockets, the internal API, what bundles mount, and jobs ask it, and the dashboard
 * asks it to leave out what would be refused. It is pure: whoever asks says what the resource is.
 */

export const userRoles = ['ADMIN', 'OPERATOR', 'VIEWER'] as const;
export type Role = (typeof userRoles)[number];

/**
 * `all`: the role counts everywhere but where something is restricted. `granted`: it counts only where a grant allows it: guests, and
 * keys, which have no other reach.
 */
export type Reach = 'all' | 'granted';

/** What a grant is about. A pattern may contain `*` for any characters: workspace and bundle names, `bundle:replicant`, `bundle:category`, and a graphic's address. */
export const grantKinds = ['workspace', 'bundle', 'replicant', 'assets', 'graphic'] as const;
export type GrantKind = (typeof grantKinds)[number];

/** An allow rule: `read` to see it, `write` to steer it, too. It never takes anything away. */
export type GrantRule = {
  kind: GrantKind;
  pattern: string;
  level: 'read' | 'write';
  /** Milliseconds since 1970; absent: for ever. */
  expiresAt?: number;
};

/** What an actor brings along beside the role. Absent on an actor: everything that the role allows, everywhere (the server itself, extensions, open mode). */
export type ActorAccess = {
  reach: Reach;
  grants: readonly GrantRule[];
  /** Of a key: the account that made it, as it is now. The key may do nothing that this one may not. Absent: it was made in open mode. */
  owner?: Owner;
};
export type Owner = { role: Role; reach: Reach; grants: readonly GrantRule[] };

/** What is asked for. `read` ones are for whoever sees the resource, `write` ones change the show, `admin` ones change the server. */
export const accessActions = {
  'server.see': 'read',
  'workspace.see': 'read',
  'bundle.see': 'read',
  'panel.open': 'read',
  'graphic.open': 'read',
  'graphic.list': 'read',
  'replicant.read': 'read',
  'replicant.history': 'read',
  'asset.read': 'read',
  'saved.read': 'read',
  'health.read': 'read',
  'layout.own': 'read',
  'account.own': 'read',
  'message.send': 'write',
  'replicant.write': 'write',
  'graphic.command': 'write',
  'graphic.key': 'write',
  'asset.upload': 'write',
  'asset.delete': 'write',
  'saved.change': 'write',
  'layout.share': 'write',
  'mount.call': 'write',
  'bundle.manage': 'admin',
  'user.manage': 'admin',
  'key.manage': 'admin',
  'audit.read': 'admin',
  'settings.change': 'admin',
} as const;
export type AccessAction = keyof typeof accessActions;

/** Declared by a bundle (`nodecg-next.access` in its manifest): the least role, for seeing and for steering. */
export type RequiredRoles = { read?: Role; write?: Role };

/** What the resource is part of. */
export type Resource =
  | { kind: 'server' }
  | { kind: 'workspace'; name: string; restricted: boolean }
  | {
      kind: 'bundle' | 'panel' | 'graphic' | 'replicant' | 'message' | 'assets';
      bundle: string;
      /** The panel's, replicant's, message's or category's name, the graphic's address. */
      name?: string;
      /** Those that the bundle's panels are in (of a panel: its own), with whether an administrator restricted them. Empty: it is in none, and none hides it. */
      workspaces: readonly { name: string; restricted: boolean }[];
      /** An administrator restricted the bundle: only grants open it. */
      restricted: boolean;
      requires?: RequiredRoles;
      /** Of a whole bundle: the highest roles that it asks for anything in it. Whoever is given all of it is given that, too. */
      parts?: RequiredRoles;
    };

export const theServer: Resource = { kind: 'server' };

const rank: Record<Role, number> = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 };
const leastRole = { read: 'VIEWER', write: 'OPERATOR', admin: 'ADMIN' } as const satisfies Record<string, Role>;
/** Of things that are no bundle's: whoever is signed in, guests and keys included. */
const ownActions: ReadonlySet<AccessAction> = new Set(['server.see', 'layout.own', 'account.own']);

export function isAtLeast(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

/** Whether there is anything of the show that they may change: `can` says what. */
export function maySteer({ role, access }: Actor): boolean {
  const may = role !== 'VIEWER' || access?.grants.some(({ level }) => level === 'write') === true;
  return may && (access?.owner === undefined || maySteer(ownerActor(access.owner)));
}

/**
 * Whether `actor` may do `action` on `resource` at `now` (milliseconds since 1970).
 * An ADMIN with reach `all` may do everything. Else the role must suffice for the kind of action, the roles that the bundle asks for must
 * be met, and the resource must be in reach; or a grant that isn't over covers the resource at the action's level. What is `admin` no
 * grant gives. A key may only what its owner may now, too.
 */
export function can(actor: Actor, action: AccessAction, resource: Resource, now: number): boolean {
  const owner = actor.access?.owner;
  return canAlone(actor, action, resource, now) && (owner === undefined || canAlone(ownerActor(owner), action, resource, now));
}

/** Whoever made a key, as an actor of the policy. */
export function ownerActor({ role, reach, grants }: Owner): Actor {
  return { kind: 'user', id: 'owner', role, access: { reach, grants } };
}

/** As clients are told of themselves: what a key's owner has is no business of whoever holds the key. */
export function shownActor(actor: Actor): Actor {
  if (actor.access?.owner === undefined) return actor;
  const { reach, grants } = actor.access;
  return { ...actor, access: { reach, grants } };
}

function canAlone(actor: Actor, action: AccessAction, resource: Resource, now: number): boolean {
  const level = accessActions[action];
  const { reach, grants } = actor.access ?? { reach: 'all', grants: [] };
  if (actor.role === 'ADMIN' && reach === 'all') return true;
  if (level === 'admin') return false;
  if (ownActions.has(action)) return actor.kind === 'user';
  if (resource.kind !== 'server' && grants.some((grant) => allows(grant, level, resource, now))) return true;
  if (reach === 'granted' || !isAtLeast(actor.role, leastRole[level])) return false;
  if (resource.kind === 'server') return true;
  if (resource.kind === 'workspace') return !resource.restricted;
  const { requires } = resource;
  if (requires?.read && !isAtLeast(actor.role, requires.read)) return false;
  if (level === 'write' && requires?.write && !isAtLeast(actor.role, requires.write)) return false;
  const { workspaces } = resource;
  return !resource.restricted && (workspaces.length === 0 || workspaces.some(({ restricted }) => !restricted));
}

function allows(
  { kind, pattern, level, expiresAt }: GrantRule,
  asked: 'read' | 'write',
  resource: Exclude<Resource, { kind: 'server' }>,
  now: number,
): boolean {
  if (expiresAt !== undefined && expiresAt <= now) return false;
  if (asked === 'write' && level === 'read') return false;
  return subjects(resource, kind).some((subject) => matches(pattern, subject));
}

/** What of a resource a grant of this kind is compared with. */
function subjects(resource: Exclude<Resource, { kind: 'server' }>, kind: GrantKind): string[] {
  if (resource.kind === 'workspace') return kind === 'workspace' ? [resource.name] : [];
  const { bundle, name, workspaces } = resource;
  switch (kind) {
    case 'workspace':
      return workspaces.map((workspace) => workspace.name);
    case 'bundle':
      return [bundle];
    case 'replicant':
      return resource.kind === 'replicant' && name !== undefined ? [`${bundle}:${name}`] : [];
    case 'assets':
      return resource.kind === 'assets' && name !== undefined ? [`${bundle}:${name}`] : [];
    case 'graphic':
      return resource.kind === 'graphic' && name !== undefined ? [name] : [];
  }
}

/** `*` stands for any characters, also none; everything else for itself. */
export function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
