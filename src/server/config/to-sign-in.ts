import { readFileSync } from 'node:fs';
import type { Admission, DiscordSettings, OAuthSettings, SignInSettings } from '#contract/sign-in';
import type { OAuthPrefix, SignInEnvironment } from './sign-in-environment.ts';

/** The settings that a whole environment makes. */
export function toSignIn(env: SignInEnvironment): SignInSettings {
  const github = oauthOf(env, 'GITHUB');
  const twitch = oauthOf(env, 'TWITCH');
  const discord = discordOf(env);
  const oidc = oidcOf(env);
  const ldap = ldapOf(env);
  return {
    sessionMs: env.SESSION_HOURS * 3_600_000,
    listsUsers: false,
    ...(twitch ? { twitch } : {}),
    ...(discord ? { discord } : {}),
    ...(github ? { github } : {}),
    ...(oidc ? { oidc } : {}),
    ...(ldap ? { ldap } : {}),
  };
}

function oauthOf(env: SignInEnvironment, prefix: OAuthPrefix): OAuthSettings | undefined {
  const [clientId, clientSecret] = [env[`${prefix}_CLIENT_ID`], env[`${prefix}_CLIENT_SECRET`]];
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return { clientId, clientSecret, admission: admissionOf(env, prefix) };
}

function discordOf(env: SignInEnvironment): DiscordSettings | undefined {
  const settings = oauthOf(env, 'DISCORD');
  const token = env.DISCORD_BOT_TOKEN;
  return settings && { ...settings, botTokens: token === undefined ? {} : { '*': token } };
}

function oidcOf(env: SignInEnvironment): SignInSettings['oidc'] {
  const settings = oauthOf(env, 'OIDC');
  if (!settings || env.OIDC_ISSUER === undefined) return undefined;
  const [scope, groupsClaim] = [env.OIDC_SCOPE, env.OIDC_GROUPS_CLAIM];
  return {
    ...settings,
    issuer: env.OIDC_ISSUER,
    name: env.OIDC_NAME,
    ...(scope === undefined ? {} : { scope }),
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
  };
}

function ldapOf(env: SignInEnvironment): SignInSettings['ldap'] {
  const { LDAP_URL: url, LDAP_SEARCH_BASE: searchBase } = env;
  if (url === undefined || searchBase === undefined) return undefined;
  const { LDAP_BIND_DN: bindDn, LDAP_BIND_PASSWORD: bindPassword } = env;
  return {
    url,
    searchBase,
    startTls: env.LDAP_START_TLS === '1',
    verifyCertificate: env.LDAP_VERIFY_CERTIFICATE === '1',
    userAttribute: env.LDAP_USER_ATTRIBUTE,
    groupAttribute: env.LDAP_GROUP_ATTRIBUTE,
    name: env.LDAP_NAME,
    admission: admissionOf(env, 'LDAP'),
    ...(env.LDAP_CA_FILE === undefined ? {} : { ca: readFileSync(env.LDAP_CA_FILE, 'utf8') }),
    ...(bindDn === undefined ? {} : { bindDn }),
    ...(bindPassword === undefined ? {} : { bindPassword }),
    ...(env.LDAP_SEARCH_FILTER === undefined ? {} : { filter: env.LDAP_SEARCH_FILTER }),
    ...(env.LDAP_ID_ATTRIBUTE === undefined ? {} : { idAttribute: env.LDAP_ID_ATTRIBUTE }),
  };
}

function admissionOf(env: SignInEnvironment, prefix: OAuthPrefix | 'LDAP'): Admission {
  const all = env[`${prefix}_EVERYBODY`];
  return {
    admins: env[`${prefix}_ADMINS`],
    operators: env[`${prefix}_OPERATORS`],
    allowed: env[`${prefix}_ALLOWED`],
    ...(all === undefined ? {} : { everybody: all }),
  };
}
