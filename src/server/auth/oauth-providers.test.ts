import { expect, it } from 'vitest';
import type { SignInSettings } from '#contract/sign-in';
import { factsOf, oauthProvidersOf } from './oauth-providers.ts';

const client = { clientId: 'id', clientSecret: 'secret', admission: { admins: [], operators: [], allowed: [] } };
const settings: SignInSettings = {
  sessionMs: 1_000,
  listsUsers: false,
  twitch: client,
  discord: { ...client, botTokens: {} },
  github: client,
  oidc: { ...client, issuer: 'https://id.example.com/', name: 'Crew ID', groupsClaim: 'realm_access.roles' },
};
const facts = (provider: 'twitch' | 'discord' | 'github' | 'oidc', profile: object) =>
  factsOf(settings, { provider, id: '7', profile });

it('[S17] every provider’s answer is tied to the browser that asked, and where the provider can, to the very request', () => {
  // NextAuth puts what is said to its own providers beside what they say themselves.
  const checks = Object.fromEntries(oauthProvidersOf(settings).map(({ id, checks, options }) => [id, options?.checks ?? checks]));
  expect(checks).toEqual({
    twitch: ['state'],
    discord: ['state'],
    github: ['pkce', 'state'],
    oidc: ['pkce', 'state', 'nonce'],
  });
  expect(oauthProvidersOf({ sessionMs: 1, listsUsers: false })).toEqual([]);
});

it('[S17] of each provider’s profile the name that lists are about counts, and nothing that people write themselves', async () => {
  const written = { name: 'admin', display_name: 'admin', global_name: 'admin', email: 'admin@example.com', role: 'ADMIN' };
  const only = (name: string) => ({ id: '7', names: [name], name, groups: [] });
  expect(await facts('twitch', { ...written, preferred_username: 'ada' })).toEqual(only('ada'));
  expect(await facts('github', { ...written, login: 'ada' })).toEqual(only('ada'));
  expect(await facts('discord', { ...written, username: 'ada' })).toEqual(only('ada'));
  expect(await facts('oidc', { ...written, preferred_username: 'ada' })).toEqual(only('ada'));
  expect(await facts('github', written)).toEqual({ id: '7', names: [], name: '7', groups: [] });
});

it('[S17] an address counts where the provider has verified it, and groups where the claim says', async () => {
  const address = { email: 'ada@example.com' };
  expect((await facts('oidc', { ...address, email_verified: true })).names).toEqual(['ada@example.com']);
  for (const email_verified of [false, 'true', 1, undefined])
    expect((await facts('oidc', { ...address, email_verified })).names).toEqual([]);
  const groups = async (profile: object) => (await facts('oidc', profile)).groups;
  expect(await groups({ realm_access: { roles: ['crew', '', 7] } })).toEqual(['group:crew']);
  expect(await groups({ 'realm_access.roles': 'crew' })).toEqual(['group:crew']);
  expect(await groups({ groups: ['admins'], realm_access: {} })).toEqual([]);
});
