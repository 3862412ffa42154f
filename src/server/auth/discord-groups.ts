import type { DiscordSettings } from '#contract/sign-in';

const patienceMs = 8_000;
const discordApi = 'https://discord.com/api/v10';

/**
 * The guilds that somebody is in, and of those that the lists ask for a role of, their roles, as entries. Roles need the guild's bot
 * token; a guild without one, or that doesn't answer, gives none. Throws where Discord doesn't tell the guilds.
 */
export async function discordGroups(
  { admission, botTokens }: DiscordSettings,
  { userId, accessToken }: { userId: string; accessToken: string },
  api = discordApi,
): Promise<string[]> {
  const entries = [...admission.admins, ...admission.operators, ...admission.allowed].map((entry) => entry.trim());
  if (!entries.some((entry) => /^guild:/i.test(entry))) return [];
  const guilds = new Set(await readGuilds(`${api}/users/@me/guilds`, `Bearer ${accessToken}`));
  const withRoles = new Set(entries.flatMap((entry) => /^guild:(\d+)\/\d+$/i.exec(entry)?.[1] ?? []));
  const roles = await Promise.all(
    [...withRoles]
      .filter((guild) => guilds.has(guild))
      .map(async (guild) => {
        const token = botTokens[guild] ?? botTokens['*'];
        if (token === undefined) return [];
        const url = `${api}/guilds/${guild}/members/${encodeURIComponent(userId)}`;
        return (await readRoles(url, `Bot ${token}`)).map((role) => `guild:${guild}/${role}`);
      }),
  );
  return [...[...guilds].map((guild) => `guild:${guild}`), ...roles.flat()];
}

async function readGuilds(url: string, authorization: string): Promise<string[]> {
  const answer = await readJson(url, authorization);
  if (!Array.isArray(answer)) throw new Error('Discord did not say which guilds this account is in.');
  return answer.flatMap((guild: unknown) => (isRecord(guild) && typeof guild.id === 'string' ? [guild.id] : []));
}

async function readRoles(url: string, authorization: string): Promise<string[]> {
  const member = await readJson(url, authorization).catch(() => undefined);
  const roles = isRecord(member) && Array.isArray(member.roles) ? member.roles : [];
  return roles.filter((role) => typeof role === 'string');
}

async function readJson(url: string, authorization: string): Promise<unknown> {
  const answer = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(patienceMs), cache: 'no-store' });
  if (!answer.ok) throw new Error(`Discord answered ${answer.status}.`);
  return answer.json();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
