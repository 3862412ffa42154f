import type { Asked } from '#contract/identity';
import type { Follower } from '#contract/inspect';
import type { InternalMethod, InternalPayload, InternalValues, SystemHealth } from '#contract/internal';
import type { Actor, ReplicantKey } from '#contract/replicant';
import type { ServerFacts } from '#contract/server-facts';
import type { SignInSettings } from '#contract/sign-in';
import type { AccessService } from '#services/access/types';
import type { AuditService } from '#services/audit/index';
import type { BundleService } from '#services/bundle/types';
import type { GraphicService } from '#services/graphic/index';
import type { IdentityService } from '#services/identity/types';
import type { LayoutService } from '#services/layout/index';
import type { ReplicantService } from '#services/replicant/types';
import type { SavedStateService } from '#services/saved-state/index';
import { identityMethods } from './internal-identity.ts';
import { shownMethods } from './internal-shown.ts';

/** The services behind the internal API. */
export type InternalServices = {
  replicants: ReplicantService;
  bundles: Pick<BundleService, 'list' | 'get' | 'reload' | 'enable' | 'disable'>;
  graphics: Pick<GraphicService, 'list' | 'command'>;
  saved: SavedStateService;
  layouts: LayoutService;
  identity: IdentityService;
  access: AccessService;
  audit: Pick<AuditService, 'record' | 'list' | 'check' | 'startCheck'>;
  followers: (key: ReplicantKey) => Follower[];
  followerCount: (key: ReplicantKey) => number;
  health: () => SystemHealth;
  about: () => ServerFacts;
  database: () => { url: string };
  signIn: () => SignInSettings;
};

/** One method. What it answers of a list, it sees to itself. */
export type InternalMethodOf<M extends InternalMethod> = (
  payload: InternalPayload<M>,
  services: InternalServices,
  asked: InternalAsked,
) => InternalValues[M] | Promise<InternalValues[M]>;
/** For whom it is asked; Next itself is the server. `actor` is the asker's. */
export type InternalAsked = Asked & { actor: Actor };

/** What each method of the internal API does. Whether it may be done, `internal-rules.ts` has said before. */
export const internalMethods: { [M in InternalMethod]: InternalMethodOf<M> } = {
  'replicant.read': ({ key }, { replicants }) => replicants.read(key),
  'replicant.set': ({ key, value }, { replicants }, { actor }) => replicants.set(key, value, actor),
  'replicant.propose': ({ durable, origin, idempotencyKey, baseStamp, ...change }, { replicants }, { actor }) =>
    replicants.propose(
      {
        ...change,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        ...(baseStamp === undefined ? {} : { baseStamp }),
      },
      actor,
      origin === undefined ? { durable } : { durable, origin },
    ),
  'replicant.history': ({ key, limit, before }, { replicants }) =>
    replicants.history(key, before === undefined ? { limit } : { limit, before }),
  'replicant.details': async ({ key }, { replicants, followers, followerCount }) => {
    const details = await replicants.describe(key);
    return details && { ...details, summary: { ...details.summary, subscribers: followerCount(key) }, followers: followers(key) };
  },
  'replicant.at': ({ key, revision }, { replicants }) => replicants.at(key, revision),
  'replicant.restore': ({ key, revision }, { replicants }, { actor }) => replicants.restore(key, revision, actor),
  'replicant.undo': ({ key }, { replicants }, { actor }) => replicants.undo(key, actor),
  'replicant.redo': ({ key }, { replicants }, { actor }) => replicants.redo(key, actor),
  'replicant.delete': ({ key }, { replicants }, { actor }) => replicants.delete(key, actor),
  'layout.change': ({ changes }, { layouts }, { actor }) => layouts.change(changes, actor),
  'bundle.reload': ({ name }, { bundles }) => bundles.reload(name),
  'bundle.enable': ({ name }, { bundles }) => bundles.enable(name),
  'bundle.disable': ({ name }, { bundles }) => bundles.disable(name),
  'system.about': (_, { about }) => about(),
  'system.database': (_, { database }) => database(),
  'system.signIn': (_, { signIn }) => signIn(),
  'audit.list': (filter, { audit }) => audit.list(filter),
  'audit.check': (_, { audit }) => audit.check(),
  'audit.verify': (_, { audit }) => audit.startCheck(),
  ...shownMethods,
  ...identityMethods,
};
