import { authenticate } from './authenticate.ts';
import { createAccount } from './own-account.ts';
import { createPasswordCheck } from './check-password.ts';
import { guarded, type IdentityContext, type IdentityDeps, type Outcome } from './context.ts';
import { createDirectoryAttempts } from './directory-attempts.ts';
import { createGrants } from './grants.ts';
import { createInvites } from './invites.ts';
import { createKeys } from './keys.ts';
import { createLiveAskers } from './live-askers.ts';
import { localAsker } from './local-asker.ts';
import { createPasswordLinks } from './password-links.ts';
import { createProviders } from './providers.ts';
import { resealAll } from './reseal-all.ts';
import { createSessions } from './sessions.ts';
import { createFirstAdministrator, createSetUp } from './set-up.ts';
import type { IdentityService } from './types.ts';
import { createUsers } from './users.ts';
import { watchExpiries } from './watch-expiries.ts';

export type StartedIdentity = IdentityService & {
  /** Before anybody is served: seals with the newest key, and makes the administrator of the environment in login mode. */
  prepare(admin: { username: string; password: string } | undefined): Promise<void>;
};

/** People, sessions and keys, in both modes: in open mode nobody has to sign in, and an administrator may prepare who will. */
export function createIdentityService(deps: IdentityDeps): StartedIdentity {
  const live = createLiveAskers(deps);
  const context: IdentityContext = { ...deps, live };
  const setUp = createSetUp(context);
  const check = createPasswordCheck(context);
  const expiries = watchExpiries(context);
  const guard =
    <I extends unknown[], T>(work: (...input: I) => Outcome<T>) =>
    (...input: I): Outcome<T> =>
      guarded(deps, () => work(...input));
  const all = {
    setUp: setUp.setUp,
    checkPassword: check,
    ...createDirectoryAttempts(context),
    ...createProviders(context),
    ...createSessions(context),
    ...createAccount(context),
    ...createUsers(context),
    ...createGrants(context, expiries.reconsider),
    ...createInvites(context),
    ...createPasswordLinks(context),
    ...createKeys(context, expiries.reconsider),
  };
  const guardedAll = Object.fromEntries(
    Object.entries(all).map(([name, work]) => [name, guard(work as (...input: unknown[]) => Outcome<unknown>)]),
  ) as unknown as typeof all;
  return {
    mode: deps.mode,
    authenticate: (credentials) => (deps.mode === 'open' ? Promise.resolve(localAsker) : authenticate(context, credentials)),
    sessionEnd: async (sessionToken) => {
      const named = await deps.tokens.read(sessionToken);
      return named && deps.accounts.sessionEnd(named.sessionId, deps.now());
    },
    needsSetup: setUp.needsSetup,
    openSetup: setUp.openSetup,
    restrictions: () => deps.accounts.restrictions(),
    ...guardedAll,
    async prepare(admin) {
      await resealAll(deps);
      if (admin && deps.mode === 'login') await createFirstAdministrator(context, admin);
      expiries.reconsider();
    },
    async close() {
      expiries.close();
      live.close();
      await deps.accounts.close();
    },
  };
}
