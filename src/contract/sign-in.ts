import type { AuthMode } from './identity.ts';

/* Ways to sign in beside a password of this server, as the configuration names them. */

export const oauthProviders = ['twitch', 'discord', 'github', 'oidc'] as const;
export type OAuthProviderId = (typeof oauthProviders)[number];

/** What everybody gets whom a provider knows: a guest sees nothing until somebody grants it. */
export const everybodyAs = ['guest', 'viewer', 'operator'] as const;
export type EverybodyAs = (typeof everybodyAs)[number];

/**
 * Whom a provider's word lets in, and as what. An entry is a name there, `id:<id>` for what never changes, or `group:<group>`; Discord's
 * groups are `guild:<id>` and `guild:<id>/<role id>`. Who is on no list gets in only by an account that is linked already.
 */
export type Admission = {
  admins: readonly string[];
  operators: readonly string[];
  allowed: readonly string[];
  everybody?: EverybodyAs;
};

export type OAuthSettings = { clientId: string; clientSecret: string; admission: Admission; scope?: string };
export type DiscordSettings = OAuthSettings & {
  /** By guild, `*` for all others: without one nobody's roles can be read there. */
  botTokens: Readonly<Record<string, string>>;
};
export type OidcSettings = OAuthSettings & {
  issuer: string;
  /** On the button. */
  name: string;
  /** The claim that lists somebody's groups. Unset: groups let nobody in. */
  groupsClaim?: string;
};
export type LdapSettings = {
  /** `ldap://` or `ldaps://`. */
  url: string;
  startTls: boolean;
  /** False: any certificate will do. */
  verifyCertificate: boolean;
  /** PEM, for a directory whose certificate is signed by its own authority. */
  ca?: string;
  /** Searches for who signs in. Both or neither; neither: anonymously. */
  bindDn?: string;
  bindPassword?: string;
  searchBase: string;
  /** The attribute that holds the user name. */
  userAttribute: string;
  /** Further conditions, as an LDAP filter. */
  filter?: string;
  /** What never changes: `objectGUID`, `entryUUID`. Unset: the entry's DN. */
  idAttribute?: string;
  /** The attribute that lists the groups. */
  groupAttribute: string;
  /** On the page. */
  name: string;
  admission: Admission;
};

export type SignInSettings = {
  /** How long a sign-in lasts. */
  sessionMs: number;
  /** `cfg/nodecg.*` lists users with passwords. */
  listsUsers: boolean;
  twitch?: OAuthSettings;
  discord?: DiscordSettings;
  github?: OAuthSettings;
  oidc?: OidcSettings;
  ldap?: LdapSettings;
};

/** What the sign-in page shows to anybody. */
export type SignInWays = {
  mode: AuthMode;
  /** There is no administrator yet: the server has printed a link. */
  needsSetup: boolean;
  /** Somebody could come in: there are accounts, or other ways. */
  canSignIn: boolean;
  ldap?: { name: string };
  providers: { id: OAuthProviderId; name: string }[];
};

/** Why somebody is on the sign-in page again. `over`: their session is no more, and nobody knows why. */
export const sessionEnds = ['signed-out', 'expired', 'revoked', 'disabled', 'over'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** Reads an address's part; what isn't one of ours is nothing. */
export function readSessionEnd(text: string | undefined): SessionEnd | undefined {
  return sessionEnds.find((end) => end === text);
}
