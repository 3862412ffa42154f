import { PrismaAdapter } from '@auth/prisma-adapter';
import type { Account } from 'next-auth';
import type { Adapter } from 'next-auth/adapters';
import type { Database } from '#ports/database';
import type { SecretBox } from '#ports/secret-box';

type AccountKey = { provider: string; providerAccountId: string };
type Delegate = Parameters<typeof PrismaAdapter>[0];

/**
 * NextAuth's way to our tables: the Prisma adapter's reading on our `OAuthProvider`. Users, sessions and links are made by the gateway
 * only, so that they end everywhere at once; what would make them here throws. Nobody counts as known by their e-mail address.
 */
export function createAuthAdapter(db: Database): Adapter {
  const { getUserByAccount } = PrismaAdapter(delegateOf(db));
  if (!getUserByAccount) throw new Error('The Prisma adapter has changed: it does not find users by account any more.');
  const refuse = () => Promise.reject(new Error('Accounts are made and changed by the gateway only.'));
  return {
    getUserByAccount: async (key) => await getUserByAccount(key),
    // NextAuth would link to whoever is signed in here. Linking is asked for on the account page, and decided in enter.ts.
    getUser: () => Promise.resolve(null),
    getUserByEmail: () => Promise.resolve(null),
    createUser: refuse,
    updateUser: refuse,
    deleteUser: refuse,
    linkAccount: refuse,
    unlinkAccount: refuse,
    createSession: refuse,
    getSessionAndUser: () => Promise.resolve(null),
    updateSession: refuse,
    deleteSession: refuse,
  };
}

/** Keeps a provider's newest tokens beside the link, unreadable without our keys. */
export async function keepTokens(db: Database, box: SecretBox, account: Account): Promise<void> {
  const seal = (token: string | null | undefined) => (token ? box.seal(token) : null);
  const { provider, providerAccountId: providerId, access_token, refresh_token, id_token, expires_at } = account;
  await db.oAuthProvider.updateMany({
    where: { provider, providerId, unlinkedAt: null },
    data: {
      accessToken: seal(access_token),
      refreshToken: seal(refresh_token),
      idToken: seal(id_token),
      expiresAt: typeof expires_at === 'number' ? new Date(expires_at * 1000) : null,
    },
  });
}

/** `account` in the adapter's words is our `oAuthProvider`. It reads the user behind one, never a token. */
function delegateOf(db: Database): Delegate {
  const account = {
    findUnique: async ({ where }: { where: { provider_providerAccountId: AccountKey } }) => {
      const { provider, providerAccountId: providerId } = where.provider_providerAccountId;
      const found = await db.oAuthProvider.findUnique({
        where: { provider_providerId: { provider, providerId } },
        select: { unlinkedAt: true, user: { select: { id: true, username: true, disabledAt: true } } },
      });
      if (!found?.user || found.unlinkedAt || found.user.disabledAt) return null;
      return { user: { id: found.user.id, name: found.user.username, email: '', emailVerified: null } };
    },
  };
  return { account } as Delegate;
}
