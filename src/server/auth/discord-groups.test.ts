import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discordGroups } from './discord-groups.ts';

const answers: Record<string, unknown> = {
  '/users/@me/guilds Bearer user-token': [{ id: '1' }, { id: '2' }, { id: '3' }],
  '/guilds/1/members/77 Bot bot-of-1': { roles: ['10', '11'] },
};

describe('Discord', () => {
  let api: Server;
  let url: string;
  beforeAll(async () => {
    api = createServer((request, response) => {
      const answer = answers[`${request.url} ${request.headers.authorization}`];
      response
        .writeHead(answer === undefined ? 401 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  });
  afterAll(() => void api.close());

  it('[S5] guilds count as they are; roles only where a bot of that guild tells them', async () => {
    const admission = { admins: [], operators: ['guild:1/10', 'guild:2/20', 'guild:9/1'], allowed: ['guild:3'] };
    const settings = { clientId: '', clientSecret: '', admission, botTokens: { '1': 'bot-of-1' } };
    const groups = await discordGroups(settings, { userId: '77', accessToken: 'user-token' }, url);
    expect(groups).toEqual(['guild:1', 'guild:2', 'guild:3', 'guild:1/10', 'guild:1/11']);
    await expect(discordGroups(settings, { userId: '77', accessToken: 'another' }, url)).rejects.toThrow();
    const noGuilds = { ...settings, admission: { ...admission, operators: ['id:77'], allowed: [] } };
    expect(await discordGroups(noGuilds, { userId: '77', accessToken: 'another' }, url)).toEqual([]);
  });
});
