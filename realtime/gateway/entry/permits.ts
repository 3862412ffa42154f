import { accessActions, can, type AccessAction, type Resource } from '#contract/access';
import type { Actor, ReplicantKey, Snapshot } from '#contract/replicant';
import type { Connection } from '#ports/connection';
import type { AccessService, ResourceName } from '#services/access/index';
import { hasView, showPart } from './server-views.ts';

/** What one connection may do. Answers are remembered until something may have changed them, so that asking again costs a few look-ups. */
export type Permits = {
  /** Everything, always: nothing has to be asked. Not a graphic, whoever opened it. */
  readonly isFree: boolean;
  /** Nothing of the show is hidden from it. */
  readonly seesEverything: boolean;
  allows(action: AccessAction, resource: ResourceName): boolean;
  mayRead(key: ReplicantKey): boolean;
  mayWrite(key: ReplicantKey): boolean;
  /** Who changed it, and how it was before. */
  mayLookBack(key: ReplicantKey): boolean;
  /** Of a list of the server that names what this connection may not know of: its part. Undefined: it may see the whole state. */
  viewOf(key: ReplicantKey): ((snapshot: Snapshot) => Snapshot) | undefined;
};

type Who = Pick<Connection, 'kind' | 'actor' | 'asker' | 'page'>;
type Asking = Pick<AccessService, 'allows' | 'resource' | 'seesEverything' | 'seesSomeOf' | 'isKnown' | 'version'>;

/** Whoever was let in with a page may do there what the page needs for itself, at the level at which it was opened. */
const pageActions: ReadonlySet<AccessAction> = new Set<AccessAction>([
  'bundle.see',
  'replicant.read',
  'replicant.write',
  'message.send',
  'asset.read',
]);
/** Names of one connection whose answers are remembered. */
const mostRemembered = 10_000;

/** `who` may become somebody else while it is connected: answers are its newest identity's. */
export function createPermits(who: Who, access: Asking, now: () => number = Date.now): Permits {
  const memory = createMemory(who, access, now);

  const allows = (action: AccessAction, resource: ResourceName): boolean => {
    if (isFree(who.actor)) return true;
    if (isPlainRead(action, resource) && access.seesEverything(who.actor) && isOfKnown(resource, access)) return true;
    return memory(action, resource, () => access.allows(who.actor, action, resource) || allowsOnPage(action, resource));
  };

  /** A graphic that was opened by a key for it, or in a restricted bundle: the bundle's own replicants and messages, but what the bundle keeps for a role. */
  const allowsOnPage = (action: AccessAction, resource: ResourceName): boolean => {
    const { page } = who;
    if (who.kind !== 'graphics' || page.bundle === undefined || page.url === undefined || !pageActions.has(action)) return false;
    if (resource.kind === 'server' || resource.kind === 'workspace' || resource.kind === 'panel') return false;
    if (resource.bundle !== page.bundle || resource.kind === 'graphic') return false;
    const opener = who.asker?.actor ?? who.actor;
    const graphic: ResourceName = { kind: 'graphic', bundle: page.bundle, name: page.url };
    if (!access.allows(opener, 'graphic.open', graphic)) return false;
    const role = access.allows(opener, 'graphic.command', graphic) ? 'OPERATOR' : 'VIEWER';
    return can({ kind: 'graphic', id: page.bundle, role }, action, unrestricted(access.resource(resource)), now());
  };

  return {
    get isFree() {
      return isFree(who.actor);
    },
    get seesEverything() {
      return access.seesEverything(who.actor);
    },
    allows,
    mayRead: (key) => isFree(who.actor) || hasView(key) || allows('replicant.read', resourceOf(key)),
    mayWrite: (key) => allows('replicant.write', resourceOf(key)),
    mayLookBack: (key) => allows('replicant.history', resourceOf(key)),
    viewOf: (key) =>
      isFree(who.actor) || !hasView(key) || access.seesEverything(who.actor) ? undefined : showPart(access, who.actor, key),
  };
}

/** An administrator, everywhere. */
export function isFree({ role, access }: Actor): boolean {
  return role === 'ADMIN' && (access === undefined || access.reach === 'all');
}

/** Whoever sees everything may do it, without being asked for each name. Not what is somebody's own, nor a panel that may not exist. */
function isPlainRead(action: AccessAction, resource: ResourceName): boolean {
  if (resource.kind === 'server' || resource.kind === 'workspace' || resource.kind === 'panel') return false;
  return accessActions[action] === 'read' && resource.bundle !== 'nodecg';
}

/** What a bundle asks for that couldn't be read, or isn't there, nobody knows. */
function isOfKnown(resource: ResourceName, { isKnown }: Asking): boolean {
  return !('bundle' in resource) || isKnown(resource.bundle);
}

/** What of the policy's a replicant is: a bundle's fader in the mixer is that bundle's. */
export function resourceOf({ namespace, name }: ReplicantKey): ResourceName {
  if (namespace === '_sounds' && name.startsWith(volume) && name !== masterVolume)
    return { kind: 'bundle', bundle: name.slice(volume.length) };
  return { kind: 'replicant', bundle: namespace, name };
}

const volume = 'volume:';
const masterVolume = 'volume:master';

function unrestricted(resource: Resource): Resource {
  return 'bundle' in resource ? { ...resource, restricted: false, workspaces: [] } : resource;
}

type Remember = (action: AccessAction, resource: ResourceName, ask: () => boolean) => boolean;
type Answers = Map<string, Map<string, boolean>>;

/** Answers by action, kind, bundle and name, as long as neither the rules nor who asks have changed and no grant has ended. */
function createMemory(who: Who, access: Asking, now: () => number): Remember {
  let known = new Map<string, Answers>();
  let size = 0;
  let version = access.version;
  let actor = who.actor;
  let page = who.page;
  let until = nextEnd(who, now());

  const refresh = (): void => {
    if (version === access.version && actor === who.actor && page === who.page && size < mostRemembered && now() < until) return;
    known = new Map();
    size = 0;
    ({ version } = access);
    ({ actor, page } = who);
    until = nextEnd(who, now());
  };
  return (action, resource, ask) => {
    refresh();
    const kinds = known.get(action) ?? put(known, action, new Map<string, Map<string, boolean>>());
    if (resource.kind === 'server') return ask();
    const bundle = resource.kind === 'workspace' ? '' : resource.bundle;
    const place = `${resource.kind}/${bundle}`;
    const names = kinds.get(place) ?? put(kinds, place, new Map<string, boolean>());
    const name = resource.name ?? '';
    const answer = names.get(name);
    if (answer !== undefined) return answer;
    size += 1;
    return put(names, name, ask());
  };
}

function put<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

/** When the next grant ends; Infinity: none does. */
export function nextEnd({ actor, asker }: Pick<Who, 'actor' | 'asker'>, now: number): number {
  const grants = [actor.access, actor.access?.owner, asker?.actor.access, asker?.actor.access?.owner].flatMap(
    (access) => access?.grants ?? [],
  );
  return grants.reduce(
    (soonest, { expiresAt = Infinity }) => (expiresAt > now ? Math.min(soonest, expiresAt) : soonest),
    Infinity,
  );
}
