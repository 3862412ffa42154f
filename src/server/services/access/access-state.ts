import { isAtLeast, type RequiredRoles, type Resource, type Role } from '#contract/access';
import { highestRoles, requiredRoles } from '#contract/bundle-access';
import type { RestrictionView } from '#contract/identity';
import { isOwnNamespace } from './special-resource.ts';
import type { AccessBundle, AccessDeps, ResourceName } from './types.ts';

type BundleResource = Extract<ResourceName, { bundle: string }>;

/** What a bundle asks for of which nobody knows what it asks for. */
const administrators: RequiredRoles = { read: 'ADMIN', write: 'ADMIN' };
const nobodySays = (): readonly AccessBundle[] => [];

/** What is known of bundles and restrictions, worked out once per change of them. */
export function createAccessState({ bundles = nobodySays, restrictions }: Pick<AccessDeps, 'bundles' | 'restrictions'>) {
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
    for (const bundle of found ?? []) if (!bundle.isUnread || !met.has(bundle.name)) met.set(bundle.name, bundle);
    // A bundle whose folder is gone or half written for a moment keeps what hides its replicants.
    known = new Map(met);
    return known;
  };
  /** Whether it is known what it asks for. Where nobody says which bundles there are none is asked about. */
  const isKnown = (name: string): boolean => {
    if (isOwnNamespace(name) || bundles === nobodySays) return true;
    const found = all().get(name);
    return found !== undefined && !found.isUnread;
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
    isKnown,
    bundleResource({ kind, bundle, name }: BundleResource): Resource {
      const known = all().get(bundle);
      const isClosed = !isKnown(bundle);
      const requires = isClosed ? administrators : requiredRoles(known?.access, kind, name);
      const own = isClosed ? administrators : highestRoles(known?.access);
      const parts = kind === 'bundle' ? own : undefined;
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

/** One that couldn't be read hides what is its own, and nothing else. */
function asksNoMoreThan(role: Role, { access, isUnread }: AccessBundle): boolean {
  if (!access || isUnread) return true;
  const asked = [
    access.bundle,
    ...[access.panels, access.messages, access.replicants].flatMap((one) => Object.values(one ?? {})),
  ];
  return asked.every((roles) => roles?.read === undefined || isAtLeast(role, roles.read));
}
