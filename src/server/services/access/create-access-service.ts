import { can, type AccessAction, type Resource } from '#contract/access';
import type { Actor } from '#contract/replicant';
import type { AccessService, ResourceName } from './types.ts';

/** Asks the policy about resources. */
export function createAccessService({ now }: { now: () => number }): AccessService {
  const resource = (name: ResourceName): Resource => {
    if (name.kind === 'server') return name;
    if (name.kind === 'workspace') return { ...name, restricted: false };
    return { ...name, workspaces: [], restricted: false };
  };
  const allows = (actor: Actor, action: AccessAction, name: ResourceName) => can(actor, action, resource(name), now());
  return {
    allows,
    resource,
    refuse: (actor, action, name) =>
      allows(actor, action, name)
        ? undefined
        : { code: 'forbidden', message: 'You may not do this. Ask an administrator to allow it.' },
    restrictions: () => [],
    version: 0,
    onChange: () => () => undefined,
  };
}
