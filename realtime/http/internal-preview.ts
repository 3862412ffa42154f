import { serverReplicants } from '#contract/server-replicants';
import type { AssetOverview } from '#contract/asset';
import type { UserView } from '#contract/identity';
import type { UserPreview } from '#contract/user-preview';
import type { Actor } from '#contract/replicant';
import { failure, success } from '#contract/result';
import { visibleAssets } from '#services/access/index';
import type { InternalAsked, InternalMethodOf, InternalServices } from './internal-methods.ts';
import { shownMethods } from './internal-shown.ts';

/**
 * What a user's dashboard has: the very lists that they would be answered with. Nothing is done in their name, and nothing is said of values.
 */
export const previewOfUser: InternalMethodOf<'user.preview'> = async ({ userId }, services, asked) => {
  const users = await services.identity.users(asked);
  if (!users.ok) return users;
  const user = users.value.find(({ id }) => id === userId);
  if (!user) return failure({ code: 'unknown-user', message: 'This user is gone.' });
  return success(await listsOf(actorOf(user), services, asked));
};

async function listsOf(actor: Actor, services: InternalServices, asked: InternalAsked): Promise<UserPreview> {
  const asUser = { ...asked, actor };
  const [bundles, graphics, replicants, saved, overview] = await Promise.all([
    shownMethods['bundle.list']({}, services, asUser),
    shownMethods['graphic.list']({}, services, asUser),
    shownMethods['replicant.list']({}, services, asUser),
    shownMethods['saved.list']({}, services, asUser),
    services.replicants.read(serverReplicants.assets),
  ]);
  const assets = overview?.value as AssetOverview | undefined;
  return {
    bundles,
    graphics,
    replicants: replicants.map(({ key }) => key),
    savedIds: saved.map(({ id }) => id),
    ...(assets && { assets: visibleAssets(services.access, actor, assets) }),
  };
}

function actorOf({ username, role, reach, grants }: UserView): Actor {
  return { kind: 'user', id: username, role, access: { reach, grants } };
}
