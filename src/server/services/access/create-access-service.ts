import { accessActions, can, isAtLeast, type AccessAction, type Resource, type Role } from '#contract/access';
import { highestRoles, requiredRoles } from '#contract/bundle-access';
import type { RestrictionView } from '#contract/identity';
import type { Actor } from '#contract/replicant';
import { specialOf, type Special } from './special-resource.ts';
import type { AccessBundle, AccessDeps, AccessService, ResourceName } from './types.ts';

type BundleResource = Extract<ResourceName, { bundle: string }>;

const refusal = { code: 'forbidden', message: 'You may not do this. Ask an administrator to allow it.' } as const;

/** See SPEC.md for the rules by id. */
export function createAccessService(deps: AccessDeps): AccessService {
  const state = createState(deps);

  const allows = (actor: Actor, action: AccessAction, name: ResourceName): boolean => {
    if (isMaster(actor)) return true;
    const special = specialOf(name);
    return special ? allowsSpecial(actor, action, special) : can(actor, action, resource(name), deps.now());
  };

  function allowsSpecial(actor: Actor, action: AccessAction, special: Special): boolean {
    const isRead = accessActions[action] === 'read';
    switch (special.kind) {
      case 'everything':
        return isRead && seesEverything(actor);
      case 'own':
        return isRead && actor.kind === 'user' && actor.id === special.owner;
      case 'shared':
        return isRead || can(actor, action, unhidden, deps.now());
      case 'either':
        return special.names.some((one) => can(actor, action, resource(one), deps.now()));
    }
  }

  function resource(name: ResourceName): Resource {
    if (name.kind === 'server') return name;
    if (name.kind === 'workspace') return { ...name, restricted: state.isRestricted('workspace', name.name) };
    return state.bundleResource(name);
  }

  function seesEverything(actor: Actor): boolean {
    if (isMaster(actor)) return true;
    return actor.access?.reach !== 'granted' && state.hidesNothingFrom(actor.role);
  }

  function seesSomeOf(actor: Actor, bundle: string): boolean {
    if (seesEverything(actor)) return true;
    const known = state.find(bundle);
    if (!known) return false;
    return (
      allows(actor, 'bundle.see', { kind: 'bundle', bundle }) ||
      known.graphics.some(({ url }) => allows(actor, 'graphic.open', { kind: 'graphic', bundle, name: url })) ||
      known.panels.some(({ name }) => allows(actor, 'panel.open', { kind: 'panel', bundle, name }))
    );
  }

  function seesWorkspace(actor: Actor, workspace: string): boolean {
    if (seesEverything(actor)) return true;
    return state
      .all()
      .some(({ name: bundle, panels }) =>
        panels.some(
          ({ name, workspace: own, dialog }) =>
            own === workspace && !dialog && allows(actor, 'panel.open', { kind: 'panel', bundle, name }),
        ),
      );
  }

  return {
    allows,
    resource,
    seesEverything,
    seesSomeOf,
    seesWorkspace,
    refuse: (actor, action, name) => (allows(actor, action, name) ? undefined : refusal),
    restrictions: state.restrictions,
    get version() {
      return state.version();
    },
    onChange: state.onChange,
    loadRestrictions: state.load,
    followBundles: state.followBundles,
  };
}

/** May everything, wherever it is. */
function isMaster({ role, access }: Actor): boolean {
  return role === 'ADMIN' && access?.reach !== 'granted';
}

/** Something of the whole show, that no restriction concerns. */
const unhidden: Resource = { kind: 'replicant', bundle: '', workspaces: [], restricted: false };

/** What is known of bundles and restrictions, worked out once per change of them. */
function createState({ bundles = () => [], restrictions }: AccessDeps) {
  const handlers = new Set<() => void>();
  const met = new Map<string, AccessBundle>();
  let restricted: readonly RestrictionView[] | undefined = restrictions ? undefined : [];
  let known: ReadonlyMap<string, AccessBundle> | undefined;
  let hidesNothing = new Map<Role, boolean>();
  let workspaces = new Map<string, Extract<Resource, { bundle: string }>['workspaces']>();
  let areKnown: boolean | undefined;
  let version = 0;
  let loads = 0;

  const change = (): void => {
    version += 1;
    known = undefined;
    areKnown = undefined;
    hidesNothing = new Map();
    workspaces = new Map();
    for (const handler of handlers) handler();
  };
  const all = (): ReadonlyMap<string, AccessBundle> => {
    if (known) return known;
    const found = bundles();
    areKnown = found !== undefined;
    for (const bundle of found ?? []) met.set(bundle.name, bundle);
    // A bundle whose folder is gone for a moment keeps what hides its replicants.
    known = new Map(met);
    return known;
  };
  /** Too little is known to let somebody in. */
  const isUnsure = (): boolean => restricted === undefined || !areFound();
  const areFound = (): boolean => {
    all();
    return areKnown === true;
  };
  const isRestricted = (kind: RestrictionView['kind'], name: string): boolean =>
    isUnsure() || restricted?.some((one) => one.kind === kind && one.name === name) === true;
  const workspacesOf = (bundle: string, panel: string | undefined) => {
    const key = JSON.stringify([bundle, panel]);
    const before = workspaces.get(key);
    if (before) return before;
    const names = workspaceNames(all().get(bundle), panel);
    const found = names.map((name) => ({ name, restricted: isRestricted('workspace', name) }));
    // Names come from outside: unknown ones are not remembered.
    if (found.length > 0) workspaces.set(key, found);
    return found;
  };

  return {
    find: (name: string) => all().get(name),
    all: () => [...all().values()],
    isRestricted,
    bundleResource({ kind, bundle, name }: BundleResource): Resource {
      const known = all().get(bundle);
      const requires = requiredRoles(known?.access, kind, name);
      const parts = kind === 'bundle' ? highestRoles(known?.access) : undefined;
      // A panel that doesn't exist opens for nobody who may not know that.
      const isNone = kind === 'panel' && !known?.panels.some((panel) => panel.name === name);
      return {
        kind,
        bundle,
        ...(name === undefined ? {} : { name }),
        workspaces: workspacesOf(bundle, kind === 'panel' ? name : undefined),
        restricted: isNone || isRestricted('bundle', bundle),
        ...(requires ? { requires } : {}),
        ...(parts ? { parts } : {}),
      };
    },
    hidesNothingFrom(role: Role): boolean {
      const before = hidesNothing.get(role);
      if (before !== undefined) return before;
      const answer =
        !isUnsure() && restricted?.length === 0 && [...all().values()].every((bundle) => asksNoMoreThan(role, bundle));
      hidesNothing.set(role, answer);
      return answer;
    },
    restrictions: () => restricted ?? [],
    version: () => version,
    onChange(handler: () => void) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    async load() {
      if (!restrictions) return;
      const load = ++loads;
      const read = await restrictions();
      // A later one may have been answered first.
      if (load !== loads) return;
      restricted = read;
      change();
    },
    followBundles: change,
  };
}

/** A panel is in its own workspace, a dialog where the bundle's panels are that open it, and all the rest of a bundle in all of them. */
function workspaceNames(bundle: AccessBundle | undefined, panelName: string | undefined): string[] {
  if (!bundle) return [];
  const panel = bundle.panels.find(({ name }) => name === panelName);
  if (panel && !panel.dialog) return [panel.workspace];
  return [...new Set(bundle.panels.filter(({ dialog }) => !dialog).map(({ workspace }) => workspace))];
}

function asksNoMoreThan(role: Role, { access }: AccessBundle): boolean {
  if (!access) return true;
  const asked = [
    access.bundle,
    ...[access.panels, access.messages, access.replicants].flatMap((one) => Object.values(one ?? {})),
  ];
  return asked.every((roles) => roles?.read === undefined || isAtLeast(role, roles.read));
}
