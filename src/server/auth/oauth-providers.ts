import type { Profile } from 'next-auth';
import Discord from 'next-auth/providers/discord';
import GitHub from 'next-auth/providers/github';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import Twitch from 'next-auth/providers/twitch';
import type { OAuthProviderId, OAuthSettings, OidcSettings, SignInSettings } from '#contract/sign-in';
import type { Facts } from './admission.ts';
import { discordGroups } from './discord-groups.ts';

type Claims = Record<string, unknown>;

const answerWithinMs = 8_000;

/** The providers that the configuration names, for NextAuth. None of them makes up a user: who somebody is here, the gateway says. */
export function oauthProvidersOf({ twitch, discord, github, oidc }: SignInSettings): OAuthConfig<Claims>[] {
  const providers = [
    twitch && Twitch({ ...clientOf(twitch), checks: ['state'] }),
    discord &&
      Discord({
        ...clientOf(discord),
        checks: ['state'],
        authorization: { url: 'https://discord.com/api/oauth2/authorize', params: { scope: discord.scope ?? 'identify guilds' } },
      }),
    github &&
      GitHub({
        ...clientOf(github),
        checks: ['pkce', 'state'],
        authorization: { url: 'https://github.com/login/oauth/authorize', params: { scope: 'read:user' } },
        userinfo: 'https://api.github.com/user',
      }),
    oidc && oidcOf(oidc),
  ];
  // Each reads its own profile's shape, and is given nothing else.
  return providers.filter((provider) => provider !== undefined) as OAuthConfig<Claims>[];
}

function clientOf({ clientId, clientSecret }: OAuthSettings) {
  return { clientId, clientSecret, httpOptions: { timeout: answerWithinMs } };
}

function oidcOf({ issuer, name, scope, ...client }: OidcSettings): OAuthConfig<Claims> {
  return {
    id: 'oidc',
    name,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    ...clientOf(client),
    authorization: { params: { scope: scope ?? 'openid profile' } },
    // Groups are often told there only. That both speak of the same person is checked by the library.
    userinfo: {
      request: async ({ client, tokens }) => {
        const claims = tokens.id_token === undefined ? {} : claimsOf(tokens);
        if (client.issuer.metadata.userinfo_endpoint === undefined || tokens.access_token === undefined) return claims;
        return { ...(await client.userinfo(tokens as Parameters<typeof client.userinfo>[0])), ...claims };
      },
    },
    profile: (claims) => ({ id: textOf(claims.sub) ?? '', name: textOf(claims.preferred_username) ?? null }),
  };
}

function claimsOf(tokens: object): Claims {
  return 'claims' in tokens && typeof tokens.claims === 'function' ? (tokens as { claims(): Claims }).claims() : {};
}

/** What a provider says of somebody, and a name for the account. Throws where it doesn't say what was asked for. */
export async function factsOf(
  settings: SignInSettings,
  given: { provider: OAuthProviderId; id: string; profile: Profile; accessToken?: string },
): Promise<Facts & { name: string }> {
  const { provider, id } = given;
  const claims = given.profile as Claims;
  switch (provider) {
    case 'twitch':
      return named(id, [textOf(claims.preferred_username)]);
    case 'github':
      return named(id, [textOf(claims.login)]);
    case 'discord': {
      const { discord } = settings;
      const groups =
        discord && given.accessToken !== undefined
          ? await discordGroups(discord, { userId: id, accessToken: given.accessToken })
          : [];
      return { ...named(id, [textOf(claims.username)]), groups };
    }
    case 'oidc': {
      const email = claims.email_verified === true ? textOf(claims.email) : undefined;
      const facts = named(id, [textOf(claims.preferred_username), email]);
      return { ...facts, groups: groupsIn(claims, settings.oidc?.groupsClaim) };
    }
  }
}

function named(id: string, names: readonly (string | undefined)[]): Facts & { name: string } {
  const known = names.filter((name) => name !== undefined);
  return { id, names: known, name: known[0] ?? id, groups: [] };
}

/** A claim of a claim is written with dots (`realm_access.roles`); a claim whose own name has dots is found, too. */
function groupsIn(claims: Claims, claim: string | undefined): string[] {
  if (claim === undefined) return [];
  const value = Object.hasOwn(claims, claim)
    ? claims[claim]
    : claim.split('.').reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), claims);
  const groups = Array.isArray(value) ? value : [value];
  return groups.filter((group) => typeof group === 'string' && group !== '').map((group) => `group:${String(group)}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
}

function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null;
}
