import { readFileSync } from 'node:fs';
import type { EnvironmentProblem } from './env.ts';
import type { OAuthPrefix, SignInEnvironment } from './sign-in-environment.ts';

/** What is set only by half, or for a provider that isn't. */
export function findHalfMadeSignIn(env: SignInEnvironment): EnvironmentProblem[] {
  return [...(['TWITCH', 'DISCORD', 'GITHUB', 'OIDC'] as const).flatMap((prefix) => halfMade(env, prefix)), ...halfMadeLdap(env)];
}

function halfMade(env: SignInEnvironment, prefix: OAuthPrefix): EnvironmentProblem[] {
  const needed = [
    `${prefix}_CLIENT_ID`,
    `${prefix}_CLIENT_SECRET`,
    ...(prefix === 'OIDC' ? (['OIDC_ISSUER'] as const) : []),
  ] as const;
  return incomplete(env, [...needed], prefix);
}

function halfMadeLdap(env: SignInEnvironment): EnvironmentProblem[] {
  const problems = incomplete(env, ['LDAP_URL', 'LDAP_SEARCH_BASE'], 'LDAP');
  const pair = ['LDAP_BIND_DN', 'LDAP_BIND_PASSWORD'] as const;
  if ((env.LDAP_BIND_DN === undefined) !== (env.LDAP_BIND_PASSWORD === undefined))
    problems.push({
      variable: env.LDAP_BIND_DN === undefined ? pair[0] : pair[1],
      message: 'LDAP_BIND_DN and LDAP_BIND_PASSWORD go together: with one of them the directory would be searched by nobody.',
      fix: 'Set both, or neither to search without signing in.',
    });
  if (env.LDAP_START_TLS === '1' && env.LDAP_URL?.startsWith('ldaps:'))
    problems.push({
      variable: 'LDAP_START_TLS',
      message: 'LDAP_URL is encrypted from the start (ldaps), so there is nothing to switch to.',
      fix: 'Unset LDAP_START_TLS, or use ldap:// in LDAP_URL.',
    });
  return [...problems, ...unreadableCa(env)];
}

function unreadableCa({ LDAP_CA_FILE: file }: SignInEnvironment): EnvironmentProblem[] {
  if (file === undefined) return [];
  try {
    if (readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----')) return [];
  } catch {
    // told below
  }
  return [
    {
      variable: 'LDAP_CA_FILE',
      message: `${file} is no readable certificate in PEM form.`,
      fix: 'Name the file of the authority that signed the directory’s certificate.',
    },
  ];
}

/** All of `needed`, or nothing of this provider. */
function incomplete(
  env: SignInEnvironment,
  needed: readonly (keyof SignInEnvironment)[],
  prefix: OAuthPrefix | 'LDAP',
): EnvironmentProblem[] {
  const missing = needed.filter((name) => env[name] === undefined);
  const hasLists =
    (['ADMINS', 'OPERATORS', 'ALLOWED'] as const).some((list) => env[`${prefix}_${list}`].length > 0) ||
    env[`${prefix}_EVERYBODY`] !== undefined;
  if (missing.length === 0 || (missing.length === needed.length && !hasLists)) return [];
  const set = needed.filter((name) => env[name] !== undefined);
  const what =
    set.length === 0 ? `Who may sign in by ${prefix} is set` : `${set.join(', ')} ${set.length > 1 ? 'are' : 'is'} set`;
  return missing.map((variable) => ({
    variable,
    message: `${what} but ${variable} is not.`,
    fix: `Set ${variable} too, or unset everything that begins with ${prefix}_.`,
  }));
}
