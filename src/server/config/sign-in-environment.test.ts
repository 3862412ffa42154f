import { describe, expect, it } from 'vitest';
import { nodecgSchema } from './nodecg/schema.ts';
import { withNodecgLogin } from './nodecg/with-nodecg-login.ts';
import { describeProblems, parseEnvironment } from './env.ts';

const surroundings = { projectDir: '/program', version: '1.0.0', cwd: '/show' };
const problemsOf = (env: Record<string, string>): string => {
  const parsed = parseEnvironment(env, surroundings);
  return parsed.ok ? '' : describeProblems(parsed.error);
};

describe('ways to sign in', () => {
  it('[S6] what is half-made is refused by name, and no secret is shown', () => {
    expect(problemsOf({ TWITCH_CLIENT_ID: 'x' })).toContain('TWITCH_CLIENT_SECRET');
    expect(problemsOf({ OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'hidden-secret' })).toMatch(
      /^(?!.*hidden-secret)[^]*OIDC_ISSUER/,
    );
    expect(problemsOf({ GITHUB_ADMINS: 'ada' })).toContain('GITHUB_CLIENT_ID');
    expect(problemsOf({ LDAP_URL: 'ldap://dc.example' })).toContain('LDAP_SEARCH_BASE');
    expect(problemsOf({ LDAP_URL: 'ldap://a', LDAP_SEARCH_BASE: 'dc=a', LDAP_BIND_DN: 'cn=x' })).toContain('LDAP_BIND_PASSWORD');
    expect(problemsOf({ LDAP_URL: 'https://a', LDAP_SEARCH_BASE: 'dc=a' })).toContain('LDAP_URL');
    expect(problemsOf({ OIDC_EVERYBODY: 'admin' })).toContain('OIDC_EVERYBODY');
  });

  it('[S7] entries are separated by commas, or by semicolons where they have commas', () => {
    const ldap = { LDAP_URL: 'ldaps://dc.example', LDAP_SEARCH_BASE: 'dc=a' };
    const parsed = parseEnvironment(
      { ...ldap, LDAP_ADMINS: 'group:CN=a,DC=b', LDAP_OPERATORS: 'ada, bob', LDAP_ALLOWED: 'group:CN=a,DC=b; eve' },
      surroundings,
    );
    expect(parsed.ok && parsed.value.signIn.ldap?.admission).toEqual({
      admins: ['group:CN=a,DC=b'],
      operators: ['ada', 'bob'],
      allowed: ['group:CN=a,DC=b', 'eve'],
    });
  });

  it('[S8] [A9.13] `login` of cfg/nodecg lets in whom NodeCG does, ids included, as operators', () => {
    const { login } = nodecgSchema.parse({
      login: {
        enabled: true,
        sessionSecret: 's',
        twitch: { enabled: true, clientID: 'c', clientSecret: 'd', allowedUsernames: ['ada'], allowedIds: ['4711'] },
        discord: {
          enabled: true,
          clientID: 'c',
          clientSecret: 'd',
          allowedUserIDs: ['7'],
          allowedGuilds: [{ guildID: '1' }, { guildID: '2', allowedRoleIDs: ['20', '21'], guildBotToken: 'bot' }],
        },
      },
    });
    const settings = withNodecgLogin({ sessionMs: 1, listsUsers: false }, login);
    expect(settings.twitch?.admission).toEqual({ admins: [], operators: ['ada', 'id:4711'], allowed: [] });
    expect(settings.discord?.admission.operators).toEqual(['id:7', 'guild:1', 'guild:2/20', 'guild:2/21']);
    expect(settings.discord?.botTokens).toEqual({ '2': 'bot' });
  });
});
