import { accessActions, can, type AccessAction, type Resource } from '#contract/access';
import type { Actor } from '#contract/replicant';
import { createAccessState } from './access-state.ts';
import { specialOf, type Special } from './special-resource.ts';
import type { AccessDeps, AccessService, ResourceName } from './types.ts';

const refusal = { code: 'forbidden', message: 'You may not do this. Ask an administrator to allow it.' } as const;

/** See SPEC.md for the rules by id. */
export function createAccessService(deps: AccessDeps): AccessService {
  const state = createAccessState(deps);

  const allows = (actor: Actor, action: AccessAction, name: ResourceName): boolean => {
    if (isMaster(actor)) return true;
    const special = specialOf(name);
    return special ? allowsSpecial(actor, action, special) : canDo(actor, action, name);
  };

  const canDo = (actor: Actor, action: AccessAction, name: ResourceName): boolean => {
    const found = resource(name);
    return can(actor, action, isUnbound(actor) ? unbound(found) : found, deps.now());
  };
  /** While nobody has to sign in only accounts that are looked at in advance are bound by more than their role. */
  const isUnbound = ({ access }: Actor): boolean => deps.isOpen === true && access === undefined;

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
        return special.names.some((one) => canDo(actor, action, one));
    }
  }

  function resource(name: ResourceName): Resource {
    if (name.kind === 'server') return name;
    if (name.kind === 'workspace') return { ...name, restricted: state.isRestricted('workspace', name.name) };
    return state.bundleResource(name);
  }

  function seesEverything(actor: Actor): boolean {
    if (isMaster(actor) || isUnbound(actor)) return true;
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
    isKnown: state.isKnown,
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

/** By the role alone. */
function unbound(resource: Resource): Resource {
  if (resource.kind === 'server') return resource;
  if (resource.kind === 'workspace') return { ...resource, restricted: false };
  const { kind, bundle, name } = resource;
  return { kind, bundle, ...(name === undefined ? {} : { name }), workspaces: [], restricted: false };
}
