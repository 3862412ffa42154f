import type { SignInSettings } from '#contract/sign-in';
import type { NodecgConfig } from './schema.ts';

type Login = NodecgConfig['login'];

/**
 * The ways to sign in with those that `login` of `cfg/nodecg.*` switches on; the environment's win. Whom NodeCG lets in is an operator
 * here: NodeCG knows no administration of users that they could lose.
 */
export function withNodecgLogin(settings: SignInSettings, { enabled, twitch, discord, local }: Login): SignInSettings {
  if (!enabled) return settings;
  const listsUsers = local?.enabled === true && local.allowedUsers.length > 0;
  return { ...twitchOf(twitch), ...discordOf(discord), ...settings, listsUsers };
}

function twitchOf(twitch: Login['twitch']): Pick<SignInSettings, 'twitch'> {
  if (!twitch?.enabled) return {};
  const { clientID = '', clientSecret = '', allowedUsernames, allowedIds } = twitch;
  const admission = admit([...allowedUsernames, ...allowedIds.map((id) => `id:${id}`)]);
  return { twitch: { clientId: clientID, clientSecret, admission } };
}

function discordOf(discord: Login['discord']): Pick<SignInSettings, 'discord'> {
  if (!discord?.enabled) return {};
  const { clientID = '', clientSecret = '', allowedUserIDs, allowedGuilds } = discord;
  const guilds = allowedGuilds.flatMap(({ guildID, allowedRoleIDs }) =>
    allowedRoleIDs.length === 0 ? [`guild:${guildID}`] : allowedRoleIDs.map((role) => `guild:${guildID}/${role}`),
  );
  const tokens = allowedGuilds.filter(({ guildBotToken }) => guildBotToken !== '');
  return {
    discord: {
      clientId: clientID,
      clientSecret,
      admission: admit([...allowedUserIDs.map((id) => `id:${id}`), ...guilds]),
      botTokens: Object.fromEntries(tokens.map(({ guildID, guildBotToken }) => [guildID, guildBotToken])),
    },
  };
}

function admit(operators: readonly string[]) {
  return { admins: [], operators, allowed: [] };
}
